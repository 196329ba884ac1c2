import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { Removal } from '../request/removal-query.ts';
import { roleDirectory, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';
import { foundIdentity } from './found-identity.ts';

/**
 * Ends all logins as the application, or takes it away.
 *
 * @returns what there is or was; undefined: nothing
 * @throws StepFailure `EAC_REMOVAL_BRAKE`, StillCopying
 */
export async function remove(
  role: RoleArn,
  { mode, roleId }: Removal,
  surroundings: Surroundings,
): Promise<BindingAnswer | undefined> {
  const found = await foundIdentity(role, roleId, surroundings);
  if (found === undefined) return undefined;
  const { identity } = found;
  const directory = roleDirectory(surroundings);
  if (mode === 'delete') {
    await directory.remove(identity);
    return bindingAnswer(identity, surroundings);
  }
  const retired = await directory.retire(identity);
  return bindingAnswer({ ...identity, retired }, surroundings);
}
