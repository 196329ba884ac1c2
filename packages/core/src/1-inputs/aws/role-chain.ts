import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { RoleArn } from './role-arn.ts';
import type { SessionTags } from './session-tags.ts';

/** Roles that are assumed one after another, each with the credentials of the one before it. */
export interface RoleChain {
  readonly roles: readonly RoleArn[];
  readonly externalId: string | undefined;
  readonly tags: SessionTags;
}

/**
 * AWS ends a session of a chained role after one hour, whatever its role allows.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export const LONGEST_CHAINED_SESSION_SECONDS = 3600;

/**
 * Role ARNs, one a line.
 *
 * @throws InputProblem for the first line that is none
 */
export function parseRoles(text: string): readonly RoleArn[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(RoleArn.parse);
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** @throws InputProblem unless STS would take `text` */
export function parseExternalId(text: string): string {
  if (EXTERNAL_ID.test(text)) return text;
  throw new InputProblem(
    `is ${quote(text)}`,
    'An external ID has 2 to 1224 characters: letters, digits and _+=,.@:/-.',
  );
}
