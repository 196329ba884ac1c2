import { StepFailure } from '@entra-aws-creds/core/programs';
import { withAws } from '../observe/observed.ts';
import { applicationIdOf, isMadeByUs } from '../ownership.ts';
import { accountOf } from '../ports.ts';
import { inIam, onceThere } from '../settling.ts';
import { isAllOurs } from '../trust-statement.ts';
import { asAnswered, type Step } from './step.ts';

/** Looked at once more just before: what somebody has written to since stays. */
export const deleteRole: Step<'delete-role'> = {
  isDone: (_, { aws }) => aws?.role === undefined,
  async make({ role: arn, clientId }, state, world) {
    const account = accountOf(world);
    const role = await account.role(arn.name);
    const isOurs =
      role === undefined ||
      (isMadeByUs(role) &&
        applicationIdOf(role) === clientId &&
        isAllOurs(role.trustPolicy, clientId));
    if (!isOurs) throw changedSince(arn.text);
    await onceThere(
      inIam('the role is free of its policies'),
      () => account.deleteRole(arn),
      world,
      ({ answer }) => answer?.code === 'DeleteConflict',
    );
    return withAws(state, { role: undefined, attachedPolicies: [], inlinePolicies: undefined });
  },
  verify: asAnswered,
};

function changedSince(arn: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The role ${arn} was changed by somebody while it was being removed, so it was left as it is now.`,
    'Run the command again: it shows what it would do to the role as it is.',
  );
}
