import { rolesOf } from '@entra-aws-creds/bindings';
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
