import type { BindingWorld } from '../binding-world.ts';
import { type Observed, withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, settled } from '../settling.ts';
import { applicationIn, type Step } from './step.ts';

export const enableServicePrincipal: Step<'enable-service-principal'> = {
  isDone: (_, { entra }) => entra?.servicePrincipal?.enabled === true,
  async make({ id }, state, world) {
    await directoryOf(world).setEnabled(id, true);
    return state;
  },
  verify: (_, state, world) => seenEnabled(true, state, world),
};

export const disableServicePrincipal: Step<'disable-service-principal'> = {
  isDone: (_, { entra }) => entra?.servicePrincipal?.enabled === false,
  async make({ id }, state, world) {
    await directoryOf(world).setEnabled(id, false);
    return state;
  },
  verify: (_, state, world) => seenEnabled(false, state, world),
};

async function seenEnabled(
  enabled: boolean,
  state: Observed,
  world: BindingWorld,
): Promise<Observed> {
  const { clientId } = applicationIn(state);
  const servicePrincipal = await settled(
    inEntra(`the service principal is ${enabled ? 'enabled' : 'disabled'}`),
    async () => {
      const seen = await directoryOf(world).servicePrincipal(clientId);
      return seen?.enabled === enabled ? seen : undefined;
    },
    world,
  );
  return withEntra(state, { servicePrincipal });
}
