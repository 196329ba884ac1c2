import { withEntra } from '../observe/observed.ts';
import { isSame } from '../plan/credential-changes.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';
import { applicationIn, type Step } from './step.ts';

export const putFederatedCredential: Step<'put-federated-credential'> = {
  isDone: ({ credential }, { entra }) =>
    entra?.federatedCredentials?.some((one) => isSame(one, credential)) ?? false,
  async make({ credential }, state, world) {
    const { id } = applicationIn(state);
    await onceThere(
      inEntra('the application can be given its federated credential'),
      () => directoryOf(world).putFederatedCredential(id, credential),
      world,
    );
    return state;
  },
  async verify({ credential }, state, world) {
    const { id } = applicationIn(state);
    const federatedCredentials = await settled(
      inEntra('the federated credential can be seen'),
      async () => {
        const seen = await onceThere(
          inEntra('the federated credentials can be read'),
          () => directoryOf(world).federatedCredentials(id),
          world,
        );
        return seen.some((one) => isSame(one, credential)) ? seen : undefined;
      },
      world,
    );
    return withEntra(state, { federatedCredentials });
  },
};

/** By its name: another of the same issuer and subject cannot be there. */
export const removeFederatedCredential: Step<'remove-federated-credential'> = {
  isDone: ({ credential: { name } }, { entra }) =>
    entra?.federatedCredentials?.every((one) => one.name !== name) ?? false,
  async make({ credential: { name } }, state, world) {
    await directoryOf(world).removeFederatedCredential(applicationIn(state).id, name);
    return state;
  },
  async verify({ credential: { name } }, state, world) {
    const { id } = applicationIn(state);
    const federatedCredentials = await settled(
      inEntra('the federated credential is gone'),
      async () => {
        const seen = await directoryOf(world).federatedCredentials(id);
        return seen.every((one) => one.name !== name) ? seen : undefined;
      },
      world,
    );
    return withEntra(state, { federatedCredentials });
  },
};
