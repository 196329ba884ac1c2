import type { StepFailure } from '@entra-aws-creds/core/programs';
import type { TaskErrorName } from '../tasks/task-errors.ts';
import type { Logins } from './role-tags.ts';

/** What a role's tag tells its developer: of one line, and nothing that changes by itself. */

/** Of a tag value. */
const LONGEST = 256;

/** A role that is bound, and what its pipeline logs in with. */
export function boundStatus({ federated, certificates }: Logins): string {
  const [named] = certificates;
  const ways = [
    ...(federated.length === 0 ? [] : ['the subject']),
    ...(named?.certificate ? [`the certificate until ${named.certificate.ends.slice(0, 10)}`] : []),
  ];
  const hasEnded = named !== undefined && named.certificate === undefined;
  if (ways.length > 0) {
    return `bound: log in with ${ways.join(' or ')}${hasEnded ? ' - the certificate has ended' : ''}`;
  }
  if (hasEnded) return 'bound: the certificate has ended - run entra-aws-creds enroll';
  return 'bound: nobody can log in yet - run entra-aws-creds enroll or set the tag entra-aws-creds:subject';
}

const WORDS: Readonly<Record<TaskErrorName, string | undefined>> = {
  Conflict: 'conflict',
  Refused: 'refused',
  Braked: 'stopped',
  NotYet: 'waiting',
  Throttled: 'waiting',
  Failed: 'failed',
  // It is looked at again at once.
  RoleGone: undefined,
};

/** Why a role is not bound, with the code that the documentation explains; undefined: there is nothing to tell. */
export function failureStatus(
  name: TaskErrorName,
  { code, message }: Pick<StepFailure, 'code' | 'message'>,
): string | undefined {
  const word = WORDS[name];
  if (word === undefined) return undefined;
  if (word === 'waiting') return `${word}: ${code} - it is tried again by itself`;
  // Of what never should happen, the message is for the log.
  return word === 'failed' ? `${word}: ${code}` : cut(`${word}: ${code} ${cleaned(message)}`);
}

/**
 * A tag takes letters, digits, spaces and few signs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
function cleaned(text: string): string {
  return text
    .replace(/["'’“”]/g, '')
    .replace(/[^A-Za-z0-9_.:/=+@-]+/g, ' ')
    .trim();
}

/** At the end of a word. */
function cut(text: string): string {
  return text.length <= LONGEST ? text : text.slice(0, text.lastIndexOf(' ', LONGEST));
}
