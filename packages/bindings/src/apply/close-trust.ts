import { StepFailure } from '@entra-aws-creds/core/programs';
import {
  type Merge,
  mergeStatement,
  type PolicyJson,
  removeStatement,
} from '@entra-aws-creds/trust-policy';
import type { BindingWorld } from '../binding-world.ts';
import { withAws } from '../observe/observed.ts';
import { statementIdOf } from '../ownership.ts';
import type { TrustClosing } from '../plan/change.ts';
import { accountOf } from '../ports.ts';
import { isUnknownThere } from '../settling.ts';
import { closedStatement, hasOwn, isAllOurs } from '../trust-statement.ts';
import { asAnswered, type Step } from './step.ts';
import { writeTrust } from './trust-writing.ts';

/** Writing reads back: it ends when what was read needs no merging. */
export const closeTrust: Step<'close-trust'> = {
  isDone: () => false,
  async make(change, state, world) {
    const role = await writeTrust(change.role, (policy) => closed(policy, change), world).catch(
      (error: unknown) => goneOr(error, change, world),
    );
    return withAws(state, role === undefined ? { role, attachedPolicies: [] } : { role });
  },
  verify: asAnswered,
};

/** An earlier run may have deleted it, and the server that answered at first did not know. */
async function goneOr(
  error: unknown,
  { role: { name } }: TrustClosing,
  world: BindingWorld,
): Promise<undefined> {
  const mayBeGone =
    error instanceof StepFailure &&
    (isUnknownThere(error) || error.code === 'EAC_BINDING_NOT_SETTLED');
  if (!mayBeGone || (await accountOf(world).role(name)) !== undefined) throw error;
}

function closed(policy: PolicyJson, { provider, clientId }: TrustClosing): Merge<PolicyJson> {
  if (!hasOwn(policy, clientId)) return { document: policy, changed: false, conflicts: [] };
  return isAllOurs(policy, clientId)
    ? mergeStatement(policy, closedStatement(provider, clientId))
    : removeStatement(policy, statementIdOf(clientId));
}
