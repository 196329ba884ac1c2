import type { RoleName } from '@entra-aws-creds/bindings';
import { roleDirectory, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';

/** The applications of a role, or of an account, that are not deleted. */
interface BindingsAnswer {
  readonly bindings: readonly BindingAnswer[];
}

/** Of the role of this name that is there, and of those before it. */
export async function showRole(
  role: RoleName,
  surroundings: Surroundings,
): Promise<BindingsAnswer> {
  const identities = await roleDirectory(surroundings).ofRole(role);
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
