import type { FederatedCaller, RequestContext } from '../evaluation/request-context.ts';
import { ABSENT_KEYS } from './absent-keys.ts';
import { type IdentityProvider, identityProvider } from './identity-provider.ts';

/** What the checks need of the access token; none of it is secret. */
export interface TokenFacts {
  /** `iss`, as in the token: with the trailing slash of a v1.0 token. */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
  /** `azp`; v1.0 tokens have none. */
  readonly authorizedParty?: string | undefined;
  /** `sub`: the object id of the service principal. */
  readonly subject: string;
  readonly version: '1.0' | '2.0';
  /** `tid` */
  readonly tenantId: string;
  /** `amr` and `email`, which an app-only token does not have. */
  readonly authenticationMethods?: readonly string[] | undefined;
  readonly email?: string | undefined;
}

export interface RoleFacts {
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  /** Twelve digits. The identity provider is in the role's own account. */
  readonly account: string;
  readonly sessionName: string;
}

/** What is known besides, each of it optional: without it, conditions on it cannot be told. */
export interface RequestFacts {
  readonly now?: Date | undefined;
  /** Region of the STS endpoint. */
  readonly region?: string | undefined;
}

/** The request of `AssumeRoleWithWebIdentity` with one token for one role. */
export interface WebIdentityContext extends RequestContext {
  readonly principal: FederatedCaller;
  readonly token: TokenFacts;
  readonly role: RoleFacts;
  readonly provider: IdentityProvider;
  /** Names and values of the condition keys that decide who gets in, as to be written in a policy. */
  readonly claims: {
    readonly aud: ClaimKey;
    readonly oaud: ClaimKey;
    readonly sub: ClaimKey;
  };
}

export interface ClaimKey {
  readonly key: string;
  readonly value: string;
}

/**
 * The request that exchanges a token for a role's credentials, as the role's trust policy
 * sees it. `:aud` is the claim `azp`, and `aud` only without one; `:oaud` is `aud`. No other
 * claim of Entra is a condition key: `roles`, `appid`, `tid` are absent, as are the keys of
 * every other provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function webIdentityContext(
  token: TokenFacts,
  role: RoleFacts,
  request: RequestFacts = {},
): WebIdentityContext {
  const provider = identityProvider(token.issuer, role);
  const { keyPrefix } = provider;
  const claims = {
    aud: { key: `${keyPrefix}:aud`, value: token.authorizedParty ?? token.audience },
    oaud: { key: `${keyPrefix}:oaud`, value: token.audience },
    sub: { key: `${keyPrefix}:sub`, value: token.subject },
  };
  const keys = new Map<string, readonly string[]>();
  const set = (key: string, ...values: string[]) => keys.set(key.toLowerCase(), values);
  for (const { key, value } of Object.values(claims)) set(key, value);
  if (token.authenticationMethods) set(`${keyPrefix}:amr`, ...token.authenticationMethods);
  if (token.email !== undefined) set(`${keyPrefix}:email`, token.email);
  set('sts:RoleSessionName', role.sessionName);
  // STS answers over TLS only, and it is us who call, not a service for us.
  set('aws:SecureTransport', 'true');
  set('aws:ViaAWSService', 'false');
  const { now, region } = request;
  if (now !== undefined && !Number.isNaN(now.getTime())) {
    set('aws:CurrentTime', now.toISOString());
    set('aws:EpochTime', String(Math.floor(now.getTime() / 1000)));
  }
  if (region !== undefined) set('aws:RequestedRegion', region);
  return {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { federated: provider.arn },
    keys,
    absentKeys: new Set(ABSENT_KEYS.map((key) => key.toLowerCase())),
    token,
    role,
    provider,
    claims,
  };
}
