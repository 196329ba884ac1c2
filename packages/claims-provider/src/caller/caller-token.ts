import type { Network, Platform } from '@entra-aws-creds/core/azure';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { Denial } from '../denial.ts';
import { EntraIssuer, type Published } from './entra-issuer.ts';

/**
 * The application as which Entra calls custom authentication extensions, in every tenant.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-extension-overview#protect-your-rest-api
 */
export const AUTHENTICATION_EVENTS = '99045fe1-7639-4a75-9d4a-577b6ca3810f';

/** Clocks of two clouds, and what Microsoft's own libraries allow. */
const CLOCK_TOLERANCE_SECONDS = 300;

/** Whom a token must be from and for. */
export interface ExpectedCaller {
  readonly tenantId: string;
  readonly authorityHost: URL;
  /** Client ID of the app registration that stands for this API, and its App ID URI. */
  readonly audiences: readonly [clientId: string, appIdUri: string];
}

/** Lets nobody in but Entra itself, on behalf of this tenant and for this API. */
export class CallerCheck {
  readonly #expected: ExpectedCaller;
  readonly #clock: Platform['clock'];
  /** Entra's two versions of access tokens have an issuer each. */
  readonly #issuers: Readonly<Record<'1.0' | '2.0', EntraIssuer>>;

  constructor(expected: ExpectedCaller, network: Pick<Network, 'send'>, clock: Platform['clock']) {
    const { authorityHost, tenantId } = expected;
    const issuer = (path: string) => new EntraIssuer(new URL(path, authorityHost), network, clock);
    this.#expected = expected;
    this.#clock = clock;
    this.#issuers = { '1.0': issuer(`/${tenantId}`), '2.0': issuer(`/${tenantId}/v2.0`) };
  }

  /**
   * @param authorization the header, whole
   * @throws Denial `caller-refused`, `keys-unavailable`
   */
  async admit(authorization: string): Promise<void> {
    const [, jwt] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization) ?? [];
    if (jwt === undefined) throw refused('There is no bearer token');
    const { version, keyId } = unverified(jwt);
    const { tenantId } = this.#expected;
    const claims = await this.#verified(jwt, await this.#issuers[version].published(keyId));
    const caller = version === '2.0' ? 'azp' : 'appid';
    if (claims[caller] !== AUTHENTICATION_EVENTS) {
      throw refused(`The token's "${caller}" is not that of Entra's authentication events`);
    }
    if (claims['tid'] !== tenantId) throw refused('The token is of another tenant');
  }

  /** Reads what Entra publishes before it is needed. @throws Denial `keys-unavailable` */
  async readAhead(): Promise<void> {
    await Promise.all(Object.values(this.#issuers).map((issuer) => issuer.published(undefined)));
  }

  async #verified(jwt: string, { issuer, find }: Published): Promise<JWTPayload> {
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

function refused(message: string, cause?: unknown): Denial {
  return new Denial('caller-refused', message, cause);
}
