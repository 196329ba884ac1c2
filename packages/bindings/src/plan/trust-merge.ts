import type { RoleArn } from '@entra-aws-creds/core/programs';
import {
  countedCharacters,
  type OwnStatement,
  type PolicyJson,
  USUAL_QUOTA,
} from '@entra-aws-creds/trust-policy';
import { statementIdOf } from '../ownership.ts';
import type { TrustOpening } from './change.ts';
import type { Text } from './later.ts';
import { trustPolicyTooLong } from './refusals.ts';

/** The statement that a change is about, its texts as `say` gives them. */
export function statementFor(
  { provider, clientId, pins, furtherActions, placeholder }: TrustOpening,
  say: (text: Text) => string,
): OwnStatement {
  return {
    sid: statementIdOf(say(clientId)),
    provider,
    pins: {
      aud: say(pins.aud),
      ...(pins.sub !== undefined && { sub: say(pins.sub) }),
      ...(pins.oaud !== undefined && { oaud: say(pins.oaud) }),
      ...(pins.rolesClaim && { rolesClaim: pins.rolesClaim }),
    },
    ...(furtherActions !== undefined && { furtherActions }),
    ...(placeholder !== undefined && { placeholder }),
  };
}

/**
 * A policy that is longer already shows that the quota was raised, to a number that IAM does not tell.
 *
 * @throws StepFailure `EAC_IAM_QUOTA`
 */
export function refuseIfTooLong(role: RoleArn, before: PolicyJson, after: PolicyJson): void {
  const characters = countedCharacters(after);
  if (characters <= USUAL_QUOTA || countedCharacters(before) > USUAL_QUOTA) return;
  throw trustPolicyTooLong(role, characters, USUAL_QUOTA);
}
