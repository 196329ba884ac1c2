import { StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from '../binding-world.ts';
import type { Application, ServicePrincipal } from '../entra-directory/application.ts';
import type { Observed } from '../observe/observed.ts';
import type { Change } from '../plan/change.ts';

export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/** How one kind of change is made. Each part may run again after it was cut short anywhere. */
export interface Step<Kind extends Change['kind']> {
  /** Whether it is done already, by what is known; nothing is asked. */
  isDone(change: ChangeOf<Kind>, state: Observed): boolean;
  /** Writes. @returns what is known then */
  make(change: ChangeOf<Kind>, state: Observed, world: BindingWorld): Promise<Observed>;
  /** Reads until what was written can be seen. @returns what is known then */
  verify(change: ChangeOf<Kind>, state: Observed, world: BindingWorld): Promise<Observed>;
}

/** For what a service gives back when it has made it: that is the proof. */
export async function asAnswered(_: unknown, state: Observed): Promise<Observed> {
  return state;
}

/** @throws StepFailure `EAC_INTERNAL` before it is there */
export function applicationIn({ entra }: Observed): Application {
  return entra?.application ?? tooEarly('application');
}

/** @throws StepFailure `EAC_INTERNAL` before it is there */
export function servicePrincipalIn({ entra }: Observed): ServicePrincipal {
  return entra?.servicePrincipal ?? tooEarly('service principal');
}

function tooEarly(what: string): never {
  throw new StepFailure(
    'EAC_INTERNAL',
    `A change came before the ${what} that it is about.`,
    'Report it with the command that led here.',
  );
}
