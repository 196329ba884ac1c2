import {
  type Merge,
  mergeStatement,
  type PolicyJson,
  removeStatement,
} from '@entra-aws-creds/trust-policy';
import { withAws } from '../observe/observed.ts';
import { statementIdOf } from '../ownership.ts';
import type { TrustClosing } from '../plan/change.ts';
import { closedStatement, hasOwn, isAllOurs } from '../trust-statement.ts';
import { asAnswered, type Step } from './step.ts';
import { writeTrust } from './trust-writing.ts';

/** Writing reads back: it ends when what was read needs no merging. */
export const closeTrust: Step<'close-trust'> = {
  isDone: () => false,
  async make(change, state, world) {
    const role = await writeTrust(change.role, (policy) => closed(policy, change), world);
    return withAws(state, { role });
  },
  verify: asAnswered,
};

function closed(policy: PolicyJson, { provider, clientId }: TrustClosing): Merge<PolicyJson> {
  if (!hasOwn(policy, clientId)) return { document: policy, changed: false, conflicts: [] };
  return isAllOurs(policy, clientId)
    ? mergeStatement(policy, closedStatement(provider, clientId))
    : removeStatement(policy, statementIdOf(clientId));
}
