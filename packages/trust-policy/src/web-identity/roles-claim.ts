import type { Statement } from '../document/policy-document.ts';
import { ROLES_CLAIM_KEY } from './required-trust.ts';

/**
 * Whether a statement lets in only whom the token's issuer names the role for, in the claim
 * `https://aws.amazon.com/roles`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html
 */
export function demandsRolesClaim({ conditions }: Statement): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      operator.comparison === 'Bool' &&
      !operator.ifExists &&
      operator.set !== 'ForAllValues' &&
      key.toLowerCase() === ROLES_CLAIM_KEY.toLowerCase() &&
      values.length > 0 &&
      values.every((value) => value.toLowerCase() === 'true'),
  );
}
