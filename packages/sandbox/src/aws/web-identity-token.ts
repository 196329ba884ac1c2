import { compactVerify, createLocalJWKSet, decodeJwt, type JWTPayload } from 'jose';
import type { AwsAccount, OidcProvider } from './account.ts';
import type { AwsCloud } from './cloud.ts';
import { QueryError } from './query-error.ts';

export interface WebIdentity {
  readonly provider: OidcProvider;
  readonly subject: string;
  /** What the condition key `aud` holds: `azp` where the token has one. */
  readonly audience: string;
  readonly claims: JWTPayload;
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html */
const graceSeconds = 5 * 60;

/**
 * Takes a token in as STS does: the provider of the role's account, the signature, the time, and
 * the provider's list of client IDs.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export async function readWebIdentity(
  cloud: AwsCloud,
  account: AwsAccount | undefined,
  token: string,
): Promise<WebIdentity> {
  const claims = decode(token);
  const issuer = requiredClaim(claims, 'iss');
  const provider = account?.providers.find(({ url }) => url === issuer);
  if (!provider) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  await verifySignature(cloud, issuer, token);
  checkTime(claims, Math.floor(cloud.now().getTime() / 1000));
  const subject = requiredClaim(claims, 'sub');
  const audience = audienceOf(claims);
  if (!provider.clientIds.includes(audience)) throw invalidToken('Incorrect token audience');
  return { provider, subject, audience, claims };
}

function decode(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
}

async function verifySignature(cloud: AwsCloud, issuer: string, token: string): Promise<void> {
  const keySet = cloud.keysOfIssuer(issuer);
  try {
    if (!keySet) throw new Error(`no keys for ${issuer}`);
    await compactVerify(token, createLocalJWKSet(keySet));
  } catch {
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
}

function checkTime(claims: JWTPayload, now: number): void {
  if (typeof claims.exp !== 'number') throw invalidToken('Missing a required claim: exp');
  if (now > claims.exp + graceSeconds) {
    throw new QueryError(
      'ExpiredTokenException',
      `Token expired: current date/time ${now} must be before the expiration date/time${claims.exp}`,
    );
  }
  if (typeof claims.nbf === 'number' && now < claims.nbf - graceSeconds) {
    throw invalidToken('The ID Token is not yet valid');
  }
}

function audienceOf(claims: JWTPayload): string {
  const authorizedParty = claims['azp'];
  if (typeof authorizedParty === 'string') return authorizedParty;
  return requiredClaim(claims, 'aud');
}

function requiredClaim(claims: JWTPayload, name: 'iss' | 'sub' | 'aud'): string {
  const [value] = [claims[name]].flat();
  if (typeof value === 'string' && value !== '') return value;
  throw invalidToken(`Missing a required claim: ${name}`);
}

function invalidToken(message: string): QueryError {
  return new QueryError('InvalidIdentityToken', message);
}
