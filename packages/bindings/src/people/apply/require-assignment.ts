import { type Step, servicePrincipalIn } from '../../apply/step.ts';
import { peopleOf } from '../../ports.ts';
import { inEntra, onceThere, settled } from '../../settling.ts';
import { sideIn, withPeople } from './people-state.ts';

export const requireAssignment: Step<'require-assignment'> = {
  isDone: (_, state) => sideIn(state).requiresAssignment,
  async make(_, state, world) {
    const { id } = servicePrincipalIn(state);
    await onceThere(
      inEntra('the service principal can be changed'),
      () => peopleOf(world).requireAssignment(id),
      world,
    );
    return state;
  },
  async verify(_, state, world) {
    const { id } = servicePrincipalIn(state);
    const requiresAssignment = await settled(
      inEntra('the required assignment can be seen'),
      async () => (await peopleOf(world).requiresAssignment(id)) || undefined,
      world,
    );
    return withPeople(state, { requiresAssignment });
  },
};
