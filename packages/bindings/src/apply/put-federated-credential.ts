import { withEntra } from '../observe/observed.ts';
import { isSame } from '../plan/credential-changes.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';
import { applicationIn, asAnswered, type Step } from './step.ts';

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
    const others = (state.entra?.federatedCredentials ?? []).filter(
      ({ name }) => name !== credential.name,
    );
    return withEntra(state, { federatedCredentials: [...others, credential] });
  },
  verify: asAnswered,
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
