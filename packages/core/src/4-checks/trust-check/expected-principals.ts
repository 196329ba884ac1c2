import type { IsExpected, Principal } from '@entra-aws-creds/trust-policy';
import type { AllowedPrincipal } from '../../1-inputs/aws/allowed-principal.ts';
import type { RoleArn } from '../../1-inputs/aws/role-arn.ts';
import type { RoleSession } from '../../3-sts-credentials/role-session.ts';

/**
 * Whom the policy of `role` is meant to admit besides the one that a judgement is about: those that the
 * pipeline author allows, and those that this step itself takes it on from, which have a judgement of their
 * own. A role may be several links of a chain, such as one that assumes itself.
 *
 * @param provider ARN of the provider of the token, in the role's account
 */
export function expectedPrincipals(
  role: RoleArn,
  sessions: readonly RoleSession[],
  provider: string,
  allowed: readonly AllowedPrincipal[],
): IsExpected {
  const takers = sessions.flatMap(({ links }) =>
    links.flatMap((link, index) => {
      if (link.role.text !== role.text) return [];
      const before = links[index - 1];
      return before === undefined
        ? [provider]
        : [before.role.text, before.credentials.assumedRoleArn];
    }),
  );
  return (principal) =>
    takers.includes(principal.value) || allowed.some((one) => isNamedBy(one, principal, role));
}

function isNamedBy(
  allowed: AllowedPrincipal,
  { type, value }: Principal,
  { partition, account }: RoleArn,
): boolean {
  const iam = `arn:${partition.id}:iam:`;
  switch (allowed.kind) {
    case 'arn':
      return value === allowed.arn;
    case 'account': {
      const root = `${iam}:${allowed.account}:root`;
      return type === 'AWS' && (value === root || value === allowed.account);
    }
    case 'provider': {
      // AWS has a few providers of its own, which policies name by their host alone.
      const own = `${iam}:${account}:oidc-provider/${allowed.issuer}`;
      return type === 'Federated' && (value === own || value === allowed.issuer);
    }
    case 'service':
      return type === 'Service' && value === allowed.service;
  }
}
