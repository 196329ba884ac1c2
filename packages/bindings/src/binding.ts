import type { AccountId, RoleArn, TenantId } from '@entra-aws-creds/core/programs';

/**
 * One Entra application, with its service principal, and one AWS role that trusts it. An application may
 * have many roles and a role many applications; each pair is a binding of its own. Nothing is kept of it
 * anywhere but in what the two sides hold, and it is found again from either.
 */
export interface Binding {
  readonly tenant: TenantId;
  readonly clientId: string;
  /** Object ID of the service principal: what Entra writes into `sub` of its tokens. */
  readonly servicePrincipalId: string;
  readonly role: RoleArn;
}

/**
 * What of a token the trust statement pins, which the token's version decides.
 *
 * `v2` is for one application that requests tokens for itself: AWS reads `aud` from `azp`, its client ID.
 * `v1` is for tokens without `azp`, for which AWS reads `aud` as it stands.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export type TokenVersion = 'v1' | 'v2';

/** The account that a role lies in. */
export interface AccountAddress {
  readonly partition: string;
  readonly account: AccountId;
}
