import {
  type IdentityProvider,
  identityProvider,
  type OwnStatement,
  type PolicyJson,
  parsePolicy,
  type Statement,
} from '@entra-aws-creds/trust-policy';
import { statementIdOf } from './ownership.ts';

/** In no token that AWS accepts: its audience is listed at the provider. */
const NOBODY = 'entra-aws-creds-closed';

/** Our statement of a role that nobody shall enter yet, or any more. */
export function closedStatement(provider: IdentityProvider, clientId: string): OwnStatement {
  return { sid: statementIdOf(clientId), provider, pins: { aud: NOBODY } };
}

/** Whether the statement admits nobody. */
export function isClosed(policy: PolicyJson, clientId: string): boolean {
  const own = ownStatements(policy, clientId);
  return own.every(({ conditions }) => conditions.some(({ values }) => values.includes(NOBODY)));
}

/** Whether the policy has our statement, open or closed. */
export function hasOwn(policy: PolicyJson, clientId: string): boolean {
  return ownStatements(policy, clientId).length > 0;
}

/** The provider that our statement trusts; undefined where it trusts none, or others besides. */
export function trustedProvider(
  policy: PolicyJson,
  clientId: string,
): IdentityProvider | undefined {
  const [own] = ownStatements(policy, clientId);
  const [principal, ...others] = own?.principal.entries ?? [];
  const [arn, partition, account, issuer] = PROVIDER_ARN.exec(principal?.value ?? '') ?? [];
  if (arn === undefined || others.length > 0) return undefined;
  return identityProvider(issuer ?? '', { partition: partition ?? '', account: account ?? '' });
}

const PROVIDER_ARN = /^arn:([\w-]+):iam::(\d{12}):oidc-provider\/(.+)$/;

/** Whether nobody else has a statement in the policy. */
export function isAllOurs(policy: PolicyJson, clientId: string): boolean {
  const all = parsePolicy(policy).policy?.statements;
  return all?.every(({ sid }) => sid === statementIdOf(clientId)) ?? false;
}

export function ownStatements(policy: PolicyJson, clientId: string): readonly Statement[] {
  const sid = statementIdOf(clientId);
  return (parsePolicy(policy).policy?.statements ?? []).filter((one) => one.sid === sid);
}
