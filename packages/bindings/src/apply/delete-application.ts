import { withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { asAnswered, type Step } from './step.ts';

/** Until every server knows, some still show it: nothing hangs on that, and it may be deleted again. */
export const deleteApplication: Step<'delete-application'> = {
  isDone: ({ id }, { entra }) => entra?.application?.id !== id,
  async make({ id }, state, world) {
    await directoryOf(world).deleteApplication(id);
    return withEntra(state, {
      application: undefined,
      servicePrincipal: undefined,
      federatedCredentials: undefined,
    });
  },
  verify: asAnswered,
};
