import type { Role } from '../identity-account/role.ts';
import { type Observed, withAws } from '../observe/observed.ts';
import { APPLICATION_ID_TAG, applicationIdOf } from '../ownership.ts';
import type { RoleUpdate } from '../plan/change.ts';
import { textNow } from '../plan/later.ts';
import { accountOf } from '../ports.ts';
import { inIam, settled, unlessGone } from '../settling.ts';
import type { Step } from './step.ts';

/** The mark comes first: what follows is done to a role that is ours. */
export const updateRole: Step<'update-role'> = {
  isDone: (change, state) =>
    state.aws?.role !== undefined && isAsWanted(change, state.aws.role, state),
  async make(change, state, world) {
    const { role, markFor, removeTags, maxSessionDuration, permissionsBoundary } = change;
    const account = accountOf(world);
    if (markFor !== undefined) {
      await account.tagRole(role, { [APPLICATION_ID_TAG]: textNow(markFor, state) });
    }
    if (removeTags.length > 0) {
      await unlessGone(
        inIam('the marks of the role can be removed'),
        () => account.untagRole(role, removeTags),
        world,
      );
    }
    if (maxSessionDuration !== undefined) {
      await account.updateMaxSessionDuration(role, maxSessionDuration);
    }
    if (permissionsBoundary !== undefined) {
      await account.putPermissionsBoundary(role, permissionsBoundary);
    }
    return state;
  },
  async verify(change, state, world) {
    const role = await settled(
      inIam('the change of the role can be seen'),
      async () => {
        const seen = await accountOf(world).role(change.role.name);
        return seen && isAsWanted(change, seen, state) ? seen : undefined;
      },
      world,
    );
    return withAws(state, { role });
  },
};

function isAsWanted(change: RoleUpdate, role: Role, state: Observed): boolean {
  const {
    markFor,
    removeTags,
    maxSessionDuration: seconds,
    permissionsBoundary: boundary,
  } = change;
  return (
    (markFor === undefined || applicationIdOf(role) === textNow(markFor, state)) &&
    !removeTags.some((key) => key in role.tags) &&
    (seconds === undefined || seconds === role.maxSessionDuration) &&
    (boundary === undefined || boundary === role.permissionsBoundary)
  );
}
