import type { AccessTokenClaims } from './access-token.ts';
import type { AwsClaims } from './aws-claims.ts';

/** Whose token it is: an ID token is a person's. */
export type TokenHolder = 'application' | 'person';

/** An Entra token as AWS sees it: what the IAM OIDC provider and the role's trust policy must hold. */
export interface WebIdentity {
  readonly holder: TokenHolder;
  /** The provider's URL, with the trailing slash where the token has one. */
  readonly issuer: string;
  /** What the provider's client-ID list must contain and the condition key `:aud` equals. */
  readonly audience: string;
  /** What the condition key `:oaud` equals, where it says more than `:aud`: in a v2.0 token. */
  readonly resource: string | undefined;
  /** What the condition key `:sub` equals. */
  readonly subject: string;
  /** What the token itself says to STS. */
  readonly aws: AwsClaims;
}

/**
 * AWS reads the audience from `azp` when the token has one (v2.0), else from `aud`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function webIdentityOf(claims: AccessTokenClaims): WebIdentity {
  return {
    holder: holderOf(claims),
    issuer: claims.issuer,
    audience: claims.authorizedParty ?? claims.audience,
    resource: claims.version.startsWith('2') ? claims.audience : undefined,
    subject: claims.subject,
    aws: claims.aws,
  };
}

/**
 * Every v2.0 access token has `azp`, and no ID token has.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export function holderOf({
  version,
  authorizedParty,
}: Pick<AccessTokenClaims, 'version' | 'authorizedParty'>): TokenHolder {
  return version.startsWith('2') && authorizedParty === undefined ? 'person' : 'application';
}
