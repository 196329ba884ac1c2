import { parseJsonObject } from '../../text/json-object.ts';
import { plainText } from '../../text/log-line.ts';
import { Secret } from '../../text/secret.ts';

/** A token of the CI system about the job, and what it says: Entra compares that with a federated credential. */
export interface OidcToken {
  readonly jwt: Secret;
  readonly claims: OidcClaims;
}

/** Untrusted text; the signature is Entra's to check. */
interface OidcClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

const JWT = /^[\w-]+\.([\w-]+)\.[\w-]+$/;
/** CI systems issue tokens of a few kilobytes. */
export const LONGEST_OIDC_TOKEN = 20_000;

/** Undefined unless `text` is a JWT with the three claims. */
export function parseOidcToken(text: string): OidcToken | undefined {
  const payload = text.length <= LONGEST_OIDC_TOKEN ? JWT.exec(text)?.[1] : undefined;
  const claims = payload === undefined ? undefined : claimsOf(payload);
  return claims && { jwt: new Secret(text), claims };
}

/** The three claims as one line, to be compared with a federated credential letter by letter. */
export function describeClaims({ issuer, subject, audience }: OidcClaims): string {
  return `issuer ${inFull(issuer)}, subject ${inFull(subject)}, audience ${inFull(audience)}`;
}

/** Entra allows 600 characters for each of them. */
const LONGEST_CLAIM = 600;

function inFull(claim: string): string {
  return `"${plainText(claim, LONGEST_CLAIM)}"`;
}

function claimsOf(payload: string): OidcClaims | undefined {
  const claims = parseJsonObject(Buffer.from(payload, 'base64url').toString('utf8'));
  if (claims === undefined) return undefined;
  const { iss, sub, aud } = claims;
  const audience = Array.isArray(aud) ? aud[0] : aud;
  return typeof iss === 'string' && typeof sub === 'string' && typeof audience === 'string'
    ? { issuer: iss, subject: sub, audience }
    : undefined;
}
