import { randomBytes } from 'node:crypto';
import type { HttpResponse } from '../http/message.ts';
import type { EntraDirectory } from './directory.ts';
import type { EntraTenant } from './tenant.ts';

/** Claims that every token of a tenant has, for whomever it is. */
export function issuerClaims(directory: EntraDirectory, tenant: EntraTenant, version: 1 | 2) {
  // Entra dates its tokens five minutes back, for relying parties whose clocks run behind.
  const issuedAt = Math.floor(directory.now().getTime() / 1000) - 300;
  return {
    iss: directory.issuer(tenant, version),
    iat: issuedAt,
    nbf: issuedAt,
    rh: `1.${randomBytes(24).toString('base64url')}.`,
    tid: tenant.id,
    uti: randomBytes(16).toString('base64url'),
    ver: `${version}.0`,
  };
}

/** What the token endpoint answers with a token, and with `more` besides it. */
export function tokenAnswer(
  accessToken: string,
  expiresIn: number,
  more: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
    },
    body: JSON.stringify({
      token_type: 'Bearer',
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: accessToken,
      ...more,
    }),
  };
}
