import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { type AccountId, parseAccountIds } from './account-id.ts';
import type { RoleArn } from './role-arn.ts';
import { allRequests, type RoleInputs } from './role-inputs.ts';

/**
 * Reads `allowed-account-ids`, empty when any account will do. A role of another account is known by its
 * ARN: nobody need be asked.
 */
export function readAllowedAccounts(
  reader: InputReader,
  roles: OrWrong<RoleInputs>,
): OrWrong<readonly AccountId[]> {
  const allowed = reader.optional<readonly AccountId[], readonly AccountId[]>(
    'allowed-account-ids',
    parseAccountIds,
    [],
  );
  if (!isRight(allowed) || !isRight(roles) || allowed.length === 0) return allowed;
  const asked = allRequests(roles).flatMap((request) => {
    const named = request.profile === undefined ? '' : ` of the profile ${request.profile}`;
    return [
      { role: request.role, where: named },
      ...request.chain.roles.map((role) => ({ role, where: ' of "role-chain"' })),
    ];
  });
  const strays = asked.filter(({ role }) => !allowed.includes(role.account));
  const message = (where: string, role: RoleArn) =>
    `The role ${role}${where} is in account ${role.account}, which is not one of ${allowed.join(', ')}.`;
  const hint = 'Correct the role, or add the account to "allowed-account-ids".';
  let answer: OrWrong<readonly AccountId[]> = allowed;
  for (const { role, where } of strays) {
    answer = reader.wrong('EAC_ACCOUNT_NOT_ALLOWED', message(where, role), hint);
  }
  return answer;
}
