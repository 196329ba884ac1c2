import { type Step, servicePrincipalIn } from '../../apply/step.ts';
import type { Observed } from '../../observe/observed.ts';
import { peopleOf } from '../../ports.ts';
import { inEntra, onceThere, settled } from '../../settling.ts';
import type { AppRoleAssignment } from '../people-application.ts';
import type { AssigneeChange } from '../plan/people-change.ts';
import { sideIn, withPeople } from './people-state.ts';

export const assignAppRole: Step<'assign-app-role'> = {
  isDone: (change, state) => has(sideIn(state).assignments, wanted(change, state)),
  async make(change, state, world) {
    const { id } = servicePrincipalIn(state);
    await onceThere(
      inEntra('the app role is known to assignments'),
      () => peopleOf(world).assign(id, wanted(change, state)),
      world,
    );
    return state;
  },
  async verify(change, state, world) {
    const { id } = servicePrincipalIn(state);
    const assignments = await settled(
      inEntra('the assignment can be seen'),
      async () => {
        const seen = await peopleOf(world).assignments(id);
        return has(seen, wanted(change, state)) ? seen : undefined;
      },
      world,
    );
    return withPeople(state, { assignments });
  },
};

function wanted({ appRole, assignee }: AssigneeChange, state: Observed): AppRoleAssignment {
  const found = sideIn(state).signIn?.appRoles.find(({ value }) => value === appRole);
  return { principalId: assignee.id, appRoleId: found?.id ?? '' };
}

function has(assignments: readonly AppRoleAssignment[], one: AppRoleAssignment): boolean {
  return assignments.some(
    ({ principalId, appRoleId }) => principalId === one.principalId && appRoleId === one.appRoleId,
  );
}
