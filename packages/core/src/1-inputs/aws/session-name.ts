import type { PipelineRun } from '../../job/pipeline-run.ts';
import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';

declare const brand: unique symbol;

/** The name under which CloudTrail records what the session did: 2 to 64 of `[\w+=,.@-]`. */
export type SessionName = string & { readonly [brand]: 'SessionName' };

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const LONGEST = 64;

/** @throws InputProblem unless STS would take `text` */
export function parseSessionName(text: string): SessionName {
  if (SESSION_NAME.test(text)) return text as SessionName;
  throw new InputProblem(
    `is ${quote(text)} (${text.length} characters)`,
    'A session name has 2 to 64 characters: letters, digits and _+=,.@-.',
  );
}

/** What of a run its sessions are called after. */
export type NamedRun = Pick<PipelineRun, 'system' | 'place' | 'id'>;

/** `{system}-{place}-{id}`: cut to 64 characters in the middle, so that the run can be found from CloudTrail. */
export function sessionNameOf({ system, place, id }: NamedRun): SessionName {
  const clean = (text: string) => text.replace(/[^\w+=,.@-]/g, '-');
  const end = id === '' ? '' : `-${clean(id).slice(0, 32)}`;
  const start = [system, ...place].map(clean).join('-');
  return parseSessionName(start.slice(0, LONGEST - end.length) + end);
}
