import type { RoleName } from '@entra-aws-creds/bindings';
import { roleDirectory, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';

/** The applications of a role, or of an account, that are not deleted. */
interface BindingsAnswer {
  readonly bindings: readonly BindingAnswer[];
}

/**
 * Of the role of this name that is there, and of those before it.
 *
 * @param roleId of the one that is there, if it is to be known that its application is not another identity's
 * @throws StepFailure `EAC_BINDING_FOREIGN`
 */
export async function showRole(
  role: RoleName,
  roleId: string | undefined,
  surroundings: Surroundings,
): Promise<BindingsAnswer> {
  const directory = roleDirectory(surroundings);
  if (roleId !== undefined) await directory.demandOwn(role, roleId);
  const identities = await directory.ofRole(role);
  return { bindings: identities.map((one) => bindingAnswer(one, surroundings)) };
}

/** Of all roles of the account. */
export async function showAccount(
  account: Omit<RoleName, 'name'>,
  surroundings: Surroundings,
): Promise<BindingsAnswer> {
  const identities = await roleDirectory(surroundings).ofAccount(account);
  return { bindings: identities.map((one) => bindingAnswer(one, surroundings)) };
}
