import {
  actionMatches,
  type ClaimPinning,
  claimPinning,
  entraIssuer,
  type TrustPolicy,
  type WebIdentityContext,
} from '@entra-aws-creds/trust-policy';
import { grantsOf } from './trusted-issuers.ts';

/** Whom one statement lets in with tokens of one issuer: what it holds the claims to. */
export interface PinnedIdentity extends ClaimPinning {
  readonly statement: string;
  readonly providerArn: string;
  readonly issuer: string;
  /** Undefined for an issuer that is not one of Entra's. */
  readonly tenant: string | undefined;
  readonly version: '1.0' | '2.0' | undefined;
}

/** The identities that a policy lets in, in the order of its statements. */
export function pinnedIdentities(
  policy: TrustPolicy,
  contexts: readonly WebIdentityContext[],
): readonly PinnedIdentity[] {
  return grantsOf(policy).flatMap((statement) => {
    const { principal, action, id } = statement;
    if (principal.negated || actionMatches(action, EXCHANGE) !== 'true') return [];
    const named = contexts.filter(({ provider }) => {
      return principal.entries.some(({ value }) => value === provider.arn);
    });
    return named.map(({ provider, token, role }) => {
      const { tenant, version } = entraIssuer(token.issuer) ?? {};
      const pinned = claimPinning(statement, policy, token.issuer, role);
      return {
        statement: id,
        providerArn: provider.arn,
        issuer: token.issuer,
        tenant,
        version,
        ...pinned,
      };
    });
  });
}

const EXCHANGE = 'sts:AssumeRoleWithWebIdentity';
