import type { Network, Platform } from '@entra-aws-creds/core/azure';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { CallerFailure } from './caller-failure.ts';
import { EntraIssuer, type Published } from './entra-issuer.ts';

/** Whom a token must be from and for. */
interface ExpectedToken {
  readonly tenantId: string;
  readonly authorityHost: URL;
  /** The API's client ID, which v2.0 tokens have, and its App ID URIs, which v1.0 tokens have. */
  readonly audiences: readonly string[];
}

/** A token that passed. */
export interface CallerToken {
  /** Client ID of the application that requested it: `azp` of v2.0, `appid` of v1.0. */
  readonly clientId: unknown;
  readonly claims: JWTPayload;
}

/** Clocks of two clouds, and what Microsoft's own libraries allow. */
const CLOCK_TOLERANCE_SECONDS = 300;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
const LONGEST = 20_000;

/**
 * Verifies the tokens of callers itself: what a front end says of a caller counts for nothing, since it can be
 * switched off with one click.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 */
export class CallerTokens {
  readonly #expected: ExpectedToken;
  readonly #clock: Platform['clock'];
  /** Entra's two versions of access tokens have an issuer each. */
  readonly #issuers: Readonly<Record<'1.0' | '2.0', EntraIssuer>>;

  constructor(expected: ExpectedToken, network: Pick<Network, 'send'>, clock: Platform['clock']) {
    const { authorityHost, tenantId } = expected;
    const issuer = (path: string) => new EntraIssuer(new URL(path, authorityHost), network, clock);
    this.#expected = expected;
    this.#clock = clock;
    this.#issuers = { '1.0': issuer(`/${tenantId}`), '2.0': issuer(`/${tenantId}/v2.0`) };
  }

  /**
   * @param authorization the header, whole
   * @throws CallerFailure
   */
  async verified(authorization: string): Promise<CallerToken> {
    const jwt = authorization.length <= LONGEST ? BEARER.exec(authorization)?.[1] : undefined;
    if (jwt === undefined) throw refused('There is no bearer token');
    const { version, keyId } = unverified(jwt);
    const claims = await this.#claims(jwt, await this.#issuers[version].published(keyId));
    if (claims['tid'] !== this.#expected.tenantId) throw refused('The token is of another tenant');
    return { claims, clientId: claims[version === '2.0' ? 'azp' : 'appid'] };
  }

  /** Reads what Entra publishes before it is needed. @throws CallerFailure */
  async readAhead(): Promise<void> {
    await Promise.all(Object.values(this.#issuers).map((issuer) => issuer.published(undefined)));
  }

  async #claims(jwt: string, { issuer, find }: Published): Promise<JWTPayload> {
    const options: JWTVerifyOptions = {
      algorithms: ['RS256'],
      issuer,
      audience: [...this.#expected.audiences],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: this.#clock.now(),
      requiredClaims: ['exp', 'iat', 'nbf'],
    };
    try {
      return (await jwtVerify(jwt, find, options)).payload;
    } catch (error) {
      const code = error instanceof errors.JOSEError ? error.code : 'unreadable';
      const claim = error instanceof errors.JWTClaimValidationFailed ? ` of "${error.claim}"` : '';
      throw refused(`The token does not pass (${code}${claim})`, error);
    }
  }
}

/** What says where to look for the key. Nothing of it is believed. */
function unverified(jwt: string): { readonly version: '1.0' | '2.0'; readonly keyId: unknown } {
  try {
    const { ver } = decodeJwt(jwt);
    return { version: ver === '2.0' ? '2.0' : '1.0', keyId: decodeProtectedHeader(jwt).kid };
  } catch (error) {
    throw refused('The bearer token is no JWT', error);
  }
}

function refused(message: string, cause?: unknown): CallerFailure {
  return new CallerFailure('token', message, cause);
}
