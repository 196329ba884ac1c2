import { withEntra } from '../observe/observed.ts';
import { textNow } from '../plan/later.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere } from '../settling.ts';
import { asAnswered, type Step } from './step.ts';

export const createServicePrincipal: Step<'create-service-principal'> = {
  isDone: (_, { entra }) => entra?.servicePrincipal !== undefined,
  async make({ clientId }, state, world) {
    const { it: servicePrincipal } = await onceThere(
      inEntra('the application is known where its service principal is made'),
      () => directoryOf(world).createServicePrincipal(textNow(clientId, state)),
      world,
    );
    return withEntra(state, { servicePrincipal });
  },
  verify: asAnswered,
};
