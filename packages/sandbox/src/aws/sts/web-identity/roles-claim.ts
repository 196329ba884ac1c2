import { parseRoleArn } from '../../identifiers.ts';
import type { JsonObject } from './jwt.ts';
import { invalidToken } from './refusals.ts';

const CLAIM = 'https://aws.amazon.com/roles';

/**
 * Whether the identity provider itself names the role: the condition key `sts:RoleAuthorizedByIdp`.
 * A token that names roles is good for these alone, whatever the role's trust policy says.
 *
 * The claim is one ARN, several with semicolons between them, or a list; blanks around an ARN and
 * entries that are none do not matter, `null` is as good as no claim.
 *
 * @throws QueryError `InvalidIdentityToken`
 */
export function isRoleAuthorizedByIdp(claims: JsonObject, roleArn: string): boolean {
  const claim = claims[CLAIM];
  if (claim === undefined || claim === null) return false;
  const roles = entriesOf(claim).filter(isRoleArn);
  if (roles.length === 0) throw invalidToken('The roles claim contains no valid role ARNs');
  if (!roles.includes(roleArn)) {
    throw invalidToken(
      'The target role ARN is not present in the roles claim of the identity token',
    );
  }
  return true;
}

function entriesOf(claim: unknown): string[] {
  const entries = typeof claim === 'string' ? claim.split(';') : claim;
  if (!Array.isArray(entries)) throw invalidToken('The roles claim is not in a supported format');
  return entries.filter((entry) => typeof entry === 'string').map((entry) => entry.trim());
}

/** Two ARNs with a comma between them have too many colons to be one. */
function isRoleArn(text: string): boolean {
  return parseRoleArn(text) !== undefined && text.split(':').length === 6;
}
