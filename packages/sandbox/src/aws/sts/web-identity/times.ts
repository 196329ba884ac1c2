import { QueryError } from '../../query-error.ts';
import type { JsonObject } from './jwt.ts';
import { invalidToken } from './refusals.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html */
const GRACE_SECONDS = 5 * 60;

/**
 * Holds `exp`, `iat` and `nbf` against `now` (Unix time, in seconds). As recorded, the messages name
 * not the clock but the clock less, or plus, the five minutes of grace.
 *
 * @throws QueryError `ExpiredTokenException` or `InvalidIdentityToken`
 */
export function checkTimes(claims: JsonObject, now: number): void {
  const expires = readTime(claims['exp']);
  const issued = readTime(claims['iat']);
  const notBefore = claims['nbf'] === undefined ? undefined : readTime(claims['nbf']);
  if (issued > now + GRACE_SECONDS) {
    throw invalidToken(`Token issued in the future: ${issued}`);
  }
  if (now - GRACE_SECONDS >= expires) {
    throw new QueryError(
      'ExpiredTokenException',
      `Token expired: current date/time ${now - GRACE_SECONDS} must be before the expiration date/time ${expires}`,
    );
  }
  if (notBefore !== undefined && now + GRACE_SECONDS < notBefore) {
    throw invalidToken(
      `Token not yet valid: current date/time ${now + GRACE_SECONDS} must be after or equal to the not-before date/time ${notBefore}`,
    );
  }
}

/** Whole seconds, as a number or as text of digits; fractions and `null` are refused. */
function readTime(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(seconds)) return seconds as number;
  throw invalidToken('Invalid timestamp in token claims.');
}
