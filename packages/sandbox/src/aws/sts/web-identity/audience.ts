import type { JsonObject } from './jwt.ts';
import { invalidToken, notValidated } from './refusals.ts';

/**
 * What STS compares with the provider's client IDs: `azp` where there is one, and then `aud` may be
 * anything; otherwise the one `aud`.
 *
 * @throws QueryError `InvalidIdentityToken`
 */
export function readAudience(claims: JsonObject, clientIds: readonly string[]): string {
  const audiences = [claims['aud']].flat();
  if (audiences.length === 0) throw invalidToken('Claim is not allowed to be empty: aud');
  if (claims['azp'] === undefined && audiences.length > 1) {
    throw invalidToken(
      'Token audience contains more than one audience while authorized party is not present',
    );
  }
  const audience = claims['azp'] === undefined ? audiences[0] : claims['azp'];
  if (typeof audience !== 'string' || !clientIds.includes(audience)) throw notValidated();
  return audience;
}
