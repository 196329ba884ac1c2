import type { AwsAccount } from '../../account.ts';
import type { AwsCloud } from '../../cloud.ts';
import type { OidcProvider } from '../../iam/oidc-provider.ts';
import { readAudience } from './audience.ts';
import { readIssuerKeys } from './issuer-keys.ts';
import { type JsonObject, readJwt } from './jwt.ts';
import { invalidToken, missingClaim, unknownFailure } from './refusals.ts';
import { isRoleAuthorizedByIdp } from './roles-claim.ts';
import { readSessionClaims, type SessionClaims } from './session-claims.ts';
import { verifySignature } from './signature.ts';
import { checkTimes } from './times.ts';

export interface WebIdentity extends SessionClaims {
  readonly provider: OidcProvider;
  readonly subject: string;
  /** What the condition key `aud` holds: `azp` where the token has one. */
  readonly audience: string;
  readonly isRoleAuthorizedByIdp: boolean;
  readonly claims: JsonObject;
}

/**
 * Takes a token in as STS does, before any trust policy is asked. The recordings of September 2026
 * spoil one thing of a token at a time; they fix that all of this comes before the trust policy, and that a time of issue
 * in the future comes before any other time. The rest of the order is ours.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 *
 * @throws QueryError with STS's own words
 */
export async function readWebIdentity(
  cloud: AwsCloud,
  account: AwsAccount | undefined,
  { token, roleArn }: { readonly token: string; readonly roleArn: string },
): Promise<WebIdentity> {
  const jwt = readJwt(token);
  const { claims } = jwt;
  const provider = findProvider(account, claims);
  verifySignature(jwt, await readIssuerKeys(cloud.readDocument, provider.url));
  const missing = ['sub', 'aud', 'iat', 'exp'].find((name) => claims[name] === undefined);
  if (missing !== undefined) throw missingClaim(missing);
  checkTimes(claims, Math.floor(cloud.now().getTime() / 1000));
  return {
    provider,
    subject: readSubject(claims['sub']),
    audience: readAudience(claims, provider.clientIds),
    ...readSessionClaims(claims),
    isRoleAuthorizedByIdp: isRoleAuthorizedByIdp(claims, roleArn),
    claims,
  };
}

function findProvider(account: AwsAccount | undefined, claims: JsonObject): OidcProvider {
  const { iss: issuer } = claims;
  if (issuer === undefined) throw missingClaim('iss');
  const provider = account?.providers.find(({ url }) => url === issuer);
  if (!provider) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  return provider;
}

/** Any text, the empty one too, and numbers as text. */
function readSubject(claim: unknown): string {
  if (typeof claim === 'string' || typeof claim === 'number') return String(claim);
  throw unknownFailure();
}
