import { StepFailure } from '../failure/step-failure.ts';
import { clockComparison } from '../platform/clock-skew.ts';
import { parseJsonObject } from '../text/json-object.ts';
import { quote } from '../text/log-line.ts';
import { Secret } from '../text/secret.ts';
import { type AwsClaims, readAwsClaims } from './aws-claims.ts';

/**
 * What an Entra access token says about itself. Its signature is not checked here:
 * AWS does that, and the token came from Entra over TLS.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export interface AccessTokenClaims {
  readonly issuer: string;
  readonly audience: string;
  /** `azp`, which only v2.0 tokens have. */
  readonly authorizedParty: string | undefined;
  /** `azp` or `appid`: the application that asked. */
  readonly client: string | undefined;
  /** Object ID of the service principal. */
  readonly subject: string;
  /** `tid`: always a GUID. Lower case. */
  readonly tenant: string;
  readonly version: string;
  readonly expires: Date;
  /** What the token itself says to STS. */
  readonly aws: AwsClaims;
}

export interface AccessToken {
  readonly jwt: Secret;
  readonly claims: AccessTokenClaims;
}

/** STS takes tokens of 4 to 20000 characters: API reference, AssumeRoleWithWebIdentity, WebIdentityToken. */
const JWT = /^[\w-]+\.([\w-]+)\.[\w-]+$/;
const LONGEST = 20_000;

/**
 * @throws StepFailure `EAC_TOKEN_UNREADABLE`: opaque or encrypted, too long for STS, or lacking a claim;
 * `EAC_TOKEN_AWS_CLAIM`: with a claim for AWS in a form that STS refuses
 */
export function parseAccessToken(text: string): AccessToken {
  const payload = text.length <= LONGEST ? JWT.exec(text)?.[1] : undefined;
  if (payload === undefined) throw unreadable('it is not a signed JWT that STS would take');
  const claims = parseJsonObject(Buffer.from(payload, 'base64url').toString('utf8'));
  if (claims === undefined) throw unreadable('its payload is not a JSON object');
  return { jwt: new Secret(text), claims: readClaims(claims) };
}

function readClaims(claims: Readonly<Record<string, unknown>>): AccessTokenClaims {
  const optional = (name: string): string | undefined => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'string' && PRINTABLE.test(value)) return value;
    throw unreadable(`its "${name}" claim is not a line of text`);
  };
  const required = (name: string): string => {
    const value = optional(name);
    if (value === undefined) throw unreadable(`it has no "${name}" claim`);
    return value;
  };
  const authorizedParty = optional('azp');
  return {
    issuer: required('iss'),
    audience: required('aud'),
    authorizedParty,
    client: authorizedParty ?? optional('appid'),
    subject: required('sub'),
    tenant: required('tid').toLowerCase(),
    version: required('ver'),
    expires: readExpiry(claims),
    aws: readAwsClaims(claims),
  };
}

/** Claims end up in outputs and logs; anything with a line break in it did not come from Entra. */
const PRINTABLE = /^[\x20-\x7e]{1,1024}$/;
const YEAR_9999 = 253_402_300_799;

function readExpiry(claims: Readonly<Record<string, unknown>>): Date {
  const seconds = Object.hasOwn(claims, 'exp') ? claims['exp'] : undefined;
  if (typeof seconds === 'number' && seconds > 0 && seconds <= YEAR_9999) {
    return new Date(seconds * 1000);
  }
  throw unreadable('its "exp" claim is not a time');
}

function unreadable(reason: string): StepFailure {
  return new StepFailure(
    'EAC_TOKEN_UNREADABLE',
    `Entra issued a token that cannot be used: ${reason}.`,
    'Check that "audience" names an application of your own; tokens for Microsoft services such as Graph are not meant to be read.',
  );
}

/** The shortest life that is worth an exchange. */
const SHORTEST_LIFE_MS = 60_000;

/**
 * Refuses a token of another tenant than the one asked, or one about to expire.
 *
 * @param tenant the tenant asked for: GUID, or domain (which no claim can be compared with)
 * @param answered the `Date` header of Entra's answer
 * @throws StepFailure `EAC_TOKEN_TENANT`, `EAC_TOKEN_EXPIRING`
 */
export function checkAccessToken(
  { claims }: AccessToken,
  tenant: { readonly id: string; readonly isGuid: boolean },
  now: Date,
  answered?: string,
): void {
  const issuedFor = tenant.isGuid ? tenant.id : claims.tenant;
  const { issuer } = claims;
  if (claims.tenant !== issuedFor || !isIssuerOf(issuedFor, issuer)) {
    throw new StepFailure(
      'EAC_TOKEN_TENANT',
      `The token is from the tenant ${quote(claims.tenant)} (issuer ${quote(issuer)}), not from ${quote(tenant.id)}.`,
      'Check "tenant-id" and "authority-host": something between this job and Entra answered for another tenant.',
    );
  }
  if (claims.expires.getTime() - now.getTime() < SHORTEST_LIFE_MS) {
    throw new StepFailure(
      'EAC_TOKEN_EXPIRING',
      `The token expires at ${claims.expires.toISOString()}. ${clockComparison(answered, 'Entra', now)}`,
      "Correct the machine's clock, or lengthen the tenant's token lifetime policy for this application.",
    );
  }
}

/** `https://{host}/{tenant}/` (v1.0) or `https://{host}/{tenant}/v2.0`. */
function isIssuerOf(tenant: string, issuer: string): boolean {
  const match = /^https:\/\/[a-z0-9.-]+\/([0-9a-f-]{36})\/(v2\.0)?$/i.exec(issuer);
  return match?.[1]?.toLowerCase() === tenant;
}
