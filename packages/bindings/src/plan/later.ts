import { StepFailure } from '@entra-aws-creds/core/programs';
import type { Observed } from '../observe/observed.ts';

/** A text that is known now, or that a service will give. */
export type Text = string | Later;

/** Known after the change that makes the application or its service principal. */
export interface Later {
  readonly after: 'application' | 'service-principal';
  /** What stands before the ID. */
  readonly prefix: string;
}

/** The client ID, with something before it. */
export function clientIdText(clientId: string | undefined, prefix = ''): Text {
  return clientId === undefined ? { after: 'application', prefix } : `${prefix}${clientId}`;
}

/** @throws StepFailure `EAC_INTERNAL` before the change that it waits for */
export function textNow(text: Text, observed: Observed): string {
  const known = textIfKnown(text, observed);
  if (known !== undefined) return known;
  const after = typeof text === 'string' ? text : text.after;
  throw new StepFailure(
    'EAC_INTERNAL',
    `A change came before the ${after} that it needs.`,
    'Report it with the command that led here.',
  );
}

/** Undefined before the change that it waits for. */
export function textIfKnown(text: Text, { entra }: Observed): string | undefined {
  if (typeof text === 'string') return text;
  const id =
    text.after === 'application' ? entra?.application?.clientId : entra?.servicePrincipal?.id;
  return id === undefined ? undefined : `${text.prefix}${id}`;
}

/** As long as it will be: every ID of Entra is a GUID. */
export function textOfSameLength(text: Text): string {
  return typeof text === 'string' ? text : `${text.prefix}00000000-0000-0000-0000-000000000000`;
}
