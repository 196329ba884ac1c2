import { StepFailure } from '@entra-aws-creds/core/programs';
import { newStatement } from '@entra-aws-creds/trust-policy';
import type { NewRole, Role } from '../identity-account/role.ts';
import { type Observed, withAws } from '../observe/observed.ts';
import { APPLICATION_ID_TAG, applicationIdOf, CREATED_TAG } from '../ownership.ts';
import type { RoleCreation } from '../plan/change.ts';
import { textNow } from '../plan/later.ts';
import { foreignRole, roleOfAnother } from '../plan/refusals.ts';
import { accountOf } from '../ports.ts';
import { inIam, settled } from '../settling.ts';
import { closedStatement } from '../trust-statement.ts';
import type { Step } from './step.ts';
import { readRole } from './trust-writing.ts';

/** With its mark from the first moment, and closed: IAM makes no role without a trust statement. */
export const createRole: Step<'create-role'> = {
  isDone: (_, { aws }) => aws?.role !== undefined,
  async make(change, state, world) {
    try {
      const role = await accountOf(world).createRole(newRole(change, state));
      return withAws(state, { role });
    } catch (error) {
      if (!isThereAlready(error)) throw error;
      const role = await readRole(change.role, world);
      refuseIfForeign(role, textNow(change.clientId, state));
      return withAws(state, { role });
    }
  },
  async verify({ role: { name } }, state, world) {
    const role = await settled(
      inIam('the role can be seen'),
      () => accountOf(world).role(name),
      world,
    );
    return withAws(state, { role });
  },
};

function newRole(change: RoleCreation, state: Observed): NewRole {
  const clientId = textNow(change.clientId, state);
  const closed = newStatement(closedStatement(change.provider, clientId));
  return {
    arn: change.role,
    description: change.description,
    trustPolicy: { Version: '2012-10-17', Statement: [closed] },
    tags: { [APPLICATION_ID_TAG]: clientId, [CREATED_TAG]: 'true' },
    maxSessionDuration: change.maxSessionDuration,
    permissionsBoundary: change.permissionsBoundary,
  };
}

/** Made by another run at the same moment, or by an earlier one that IAM did not tell of yet. */
function isThereAlready(error: unknown): boolean {
  return error instanceof StepFailure && error.answer?.code === 'EntityAlreadyExists';
}

function refuseIfForeign(role: Role, clientId: string): void {
  const mark = applicationIdOf(role);
  if (mark === undefined) throw foreignRole(role.arn);
  if (mark !== clientId) throw roleOfAnother(role.arn, mark);
}
