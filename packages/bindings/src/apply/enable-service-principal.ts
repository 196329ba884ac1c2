import { withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, settled } from '../settling.ts';
import { applicationIn, type Step } from './step.ts';

export const enableServicePrincipal: Step<'enable-service-principal'> = {
  isDone: (_, { entra }) => entra?.servicePrincipal?.enabled === true,
  async make({ id }, state, world) {
    await directoryOf(world).setEnabled(id, true);
    return state;
  },
  async verify(_, state, world) {
    const { clientId } = applicationIn(state);
    const servicePrincipal = await settled(
      inEntra('the service principal is enabled'),
      async () => {
        const seen = await directoryOf(world).servicePrincipal(clientId);
        return seen?.enabled === true ? seen : undefined;
      },
      world,
    );
    return withEntra(state, { servicePrincipal });
  },
};
