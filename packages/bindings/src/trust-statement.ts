import {
  type IdentityProvider,
  type OwnStatement,
  type PolicyJson,
  parsePolicy,
} from '@entra-aws-creds/trust-policy';
import { statementIdOf } from './ownership.ts';

/** In no token: audiences that AWS accepts are listed at the provider, and subjects of Entra are no such words. */
const NOBODY = 'entra-aws-creds-closed';

/** Our statement of a role that nobody shall enter yet, or any more. */
export function closedStatement(provider: IdentityProvider, clientId: string): OwnStatement {
  return { sid: statementIdOf(clientId), provider, pins: { aud: NOBODY, sub: NOBODY } };
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

/** Whether nobody else has a statement in the policy. */
export function isAllOurs(policy: PolicyJson, clientId: string): boolean {
  const all = parsePolicy(policy).policy?.statements;
  return all?.every(({ sid }) => sid === statementIdOf(clientId)) ?? false;
}

function ownStatements(policy: PolicyJson, clientId: string) {
  const sid = statementIdOf(clientId);
  return (parsePolicy(policy).policy?.statements ?? []).filter((one) => one.sid === sid);
}
