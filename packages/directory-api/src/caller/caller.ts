import type { TenantGuid } from '@entra-aws-creds/bindings';
import { type OnlinePlatform, StepFailure } from '@entra-aws-creds/core/programs';
import {
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { Refusal } from '../refusal.ts';
import type { EntraKeys } from './entra-keys.ts';

/** App roles of the API. Who may write may read. */
type CallerRole = 'Bindings.Read' | 'Bindings.Write';

/** Whoever calls, as Entra vouches for it. */
export interface Caller {
  /** Client ID of the application that got the token. */
  readonly clientId: string;
  may(role: CallerRole): boolean;
}

/** Whom a token must be from and for. */
interface ExpectedToken {
  readonly tenant: TenantGuid;
  /** Of the tenant's tokens, of either version. */
  readonly issuers: readonly string[];
  /** The API's client ID, which v2.0 tokens have, and its App ID URI. */
  readonly audiences: readonly string[];
}

/** Clocks of two clouds, and what Microsoft's own libraries allow. */
const CLOCK_TOLERANCE_SECONDS = 300;
const JWT = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
const LONGEST = 20_000;

/**
 * Knows callers by their tokens, which it verifies itself: what a front end says of a caller counts for nothing,
 * since it can be switched off with one click.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 */
export class Callers {
  readonly #expected: ExpectedToken;
  readonly #keys: Pick<EntraKeys, 'finding'>;
  readonly #clock: OnlinePlatform['clock'];

  constructor(
    expected: ExpectedToken,
    keys: Pick<EntraKeys, 'finding'>,
    clock: OnlinePlatform['clock'],
  ) {
    this.#expected = expected;
    this.#keys = keys;
    this.#clock = clock;
  }

  /**
   * @param authorization the header, whole
   * @throws Refusal 401; StepFailure `EAC_API_KEYS`
   */
  async admit(authorization: string): Promise<Caller> {
    const jwt = authorization.length <= LONGEST ? JWT.exec(authorization)?.[1] : undefined;
    if (jwt === undefined) throw refused('there is no bearer token');
    const claims = await this.#verified(jwt, await this.#keys.finding(keyIdOf(jwt)));
    if (claims['tid'] !== this.#expected.tenant) throw refused('it is of another tenant');
    if (claims['scp'] !== undefined) throw refused('it is a person’s, and only applications call');
    const clientId = claims['azp'] ?? claims['appid'];
    if (typeof clientId !== 'string') throw refused('it does not say whose it is');
    const roles: readonly unknown[] = Array.isArray(claims['roles']) ? claims['roles'] : [];
    return {
      clientId,
      may: (role) => roles.includes(role) || roles.includes('Bindings.Write'),
    };
  }

  async #verified(jwt: string, find: JWTVerifyGetKey): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(jwt, find, {
        algorithms: ['RS256'],
        issuer: [...this.#expected.issuers],
        audience: [...this.#expected.audiences],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: this.#clock.now(),
        requiredClaims: ['exp', 'nbf', 'tid'],
      });
      return payload;
    } catch (error) {
      const code = error instanceof errors.JOSEError ? error.code : 'unreadable';
      const claim = error instanceof errors.JWTClaimValidationFailed ? ` of "${error.claim}"` : '';
      throw refused(`it does not pass (${code}${claim})`, error);
    }
  }
}

/** Where to look for the key; nothing else of it is read before it was verified. */
function keyIdOf(jwt: string): unknown {
  try {
    return decodeProtectedHeader(jwt).kid;
  } catch (error) {
    throw refused('it is no JWT', error);
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function refused(why: string, cause?: unknown): Refusal {
  const failure = new StepFailure(
    'EAC_API_TOKEN',
    `The token of the request was not accepted: ${why}.`,
    'Request one from Entra for the App ID URI of this API, as an application of the same tenant.',
    { cause },
  );
  return new Refusal(401, failure, { 'www-authenticate': 'Bearer error="invalid_token"' });
}
