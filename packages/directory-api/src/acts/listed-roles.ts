import { applicationNameOf, rolesOf } from '@entra-aws-creds/bindings';
import { InputProblem, RoleArn } from '@entra-aws-creds/core/programs';

/** The roles that an application lists in its tags; what is no role there is left out. */
export function listedRoles(application: { readonly tags: readonly string[] }): readonly RoleArn[] {
  return rolesOf(application).flatMap((text) => {
    try {
      return [RoleArn.parse(text)];
    } catch (error) {
      if (error instanceof InputProblem) return [];
      throw error;
    }
  });
}

/** The role as its application lists it, with its path, which a role that is gone cannot be asked for. */
export function listedRole(
  role: RoleArn,
  application: { readonly tags: readonly string[] } | undefined,
): RoleArn {
  const { uniqueName } = applicationNameOf(role);
  const listed = application === undefined ? [] : listedRoles(application);
  return listed.find((one) => applicationNameOf(one).uniqueName === uniqueName) ?? role;
}
