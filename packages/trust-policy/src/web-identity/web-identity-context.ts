import type { FederatedCaller, RequestContext } from '../evaluation/request-context.ts';
import { type RequestFacts, sentKeys } from '../evaluation/sent-request.ts';
import { ABSENT_KEYS } from './absent-keys.ts';
import { type IdentityProvider, identityProvider } from './identity-provider.ts';
import {
  NO_SESSION_CLAIMS,
  type SessionClaims,
  sessionActions,
  sessionKeys,
} from './session-claims.ts';

/** What the checks need of the token; none of it is secret. */
export interface TokenFacts {
  /** `iss`, as in the token: with the trailing slash of a v1.0 token. */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
  /** `azp`; v1.0 tokens have none. */
  readonly authorizedParty?: string | undefined;
  /** `sub`: the object id of the service principal; of a person, another one for each application. */
  readonly subject: string;
  /**
   * `person`: an ID token. Who may have one is decided in Entra, by who is assigned to the application; an
   * application unless it is said.
   */
  readonly holder?: 'application' | 'person' | undefined;
  readonly version: '1.0' | '2.0';
  /** `tid` */
  readonly tenantId: string;
  /** `amr` and `email`, which an app-only token does not have. */
  readonly authenticationMethods?: readonly string[] | undefined;
  readonly email?: string | undefined;
  /** Whether the claim `https://aws.amazon.com/roles` names the role; undefined without the claim. */
  readonly namesRole?: boolean | undefined;
  readonly session?: SessionClaims | undefined;
}

export interface RoleFacts {
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  /** Twelve digits. The identity provider is in the role's own account. */
  readonly account: string;
  readonly sessionName: string;
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

/** @see https://awsteele.com/blog/2026/07/13/oidc-tokens-can-restrict-which-aws-roles-they-assume.html */
const OTHER_ROLES_ONLY =
  'The claim https://aws.amazon.com/roles of the token does not name this role, so STS refuses the token whatever the trust policy says.';

/**
 * The request that exchanges a token for a role's credentials, as the role's trust policy
 * sees it. `:aud` is the claim `azp`, and `aud` only without one; `:oaud` is `aud`. No other
 * claim of Entra is a condition key: `roles`, `appid`, `tid` are absent, as are the keys of
 * every other provider.
 *
 * Of the keys of AWS, `sts:RoleAuthorizedByIdp` is recorded, with its value `false` where the token
 * lacks the claim; `aws:PrincipalAccount`, `aws:PrincipalType` and `aws:userid` are known second-hand:
 * by the report of somebody who recorded what AWS answered (test/recordings/web-identity.ts).
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
  set('sts:RoleAuthorizedByIdp', String(token.namesRole === true));
  set('aws:PrincipalAccount', role.account);
  set('aws:PrincipalType', 'User');
  set('aws:userid', provider.arn);
  const session = token.session ?? NO_SESSION_CLAIMS;
  for (const [key, ...values] of sessionKeys(session)) set(key, ...values);
  for (const [key, value] of sentKeys(request)) set(key, value);
  return {
    action: 'sts:AssumeRoleWithWebIdentity',
    furtherActions: sessionActions(session),
    principal: { federated: provider.arn },
    keys,
    absentKeys: new Set(ABSENT_KEYS.map((key) => key.toLowerCase())),
    barrier: token.namesRole === false ? OTHER_ROLES_ONLY : undefined,
    token,
    role,
    provider,
    claims,
  };
}
