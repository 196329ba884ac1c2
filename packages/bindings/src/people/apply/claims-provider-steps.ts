import { applicationIn, asAnswered, type Step } from '../../apply/step.ts';
import { peopleOf } from '../../ports.ts';
import { inEntra, onceThere, settled } from '../../settling.ts';
import { CLAIMS_TIMEOUT_MS } from '../people-wish.ts';
import { isReached } from '../plan/claims-changes.ts';
import { nameIn, sideIn, withPeople } from './people-state.ts';

export const putClaimsExtension: Step<'put-claims-extension'> = {
  isDone: (change, state) => sideIn(state).extensions.some((one) => isReached(one, change)),
  async make({ targetUrl, resourceId, claims }, state, world) {
    const people = peopleOf(world);
    const wanted = { targetUrl, resourceId, claims, timeoutMs: CLAIMS_TIMEOUT_MS };
    const name = nameIn(state);
    const all = await people.extensions(name);
    const inUse = sideIn(state).listeners[0]?.extensionId;
    const found = all.find(({ id }) => id === inUse) ?? all[0];
    if (found === undefined) await people.createExtension(name, wanted);
    else await people.updateExtension(found.id, wanted);
    return state;
  },
  async verify(change, state, world) {
    const extensions = await settled(
      inEntra('the custom authentication extension can be seen'),
      async () => {
        const seen = await peopleOf(world).extensions(nameIn(state));
        return seen.some((one) => isReached(one, change)) ? seen : undefined;
      },
      world,
    );
    return withPeople(state, { extensions });
  },
};

export const removeClaimsExtension: Step<'remove-claims-extension'> = {
  isDone: ({ id }, state) => !sideIn(state).extensions.some((one) => one.id === id),
  async make({ id }, state, world) {
    await peopleOf(world).deleteExtension(id);
    const { extensions } = sideIn(state);
    return withPeople(state, { extensions: extensions.filter((one) => one.id !== id) });
  },
  verify: asAnswered,
};

export const putClaimsListener: Step<'put-claims-listener'> = {
  isDone: (_, state) => sideIn(state).listeners.length > 0,
  async make(_, state, world) {
    const people = peopleOf(world);
    const { clientId } = applicationIn(state);
    const [extension] = sideIn(state).extensions;
    if (extension === undefined || (await people.listeners(clientId)).length > 0) return state;
    await onceThere(
      inEntra('the custom authentication extension is known to listeners'),
      () => people.createListener(clientId, extension.id),
      world,
    );
    return state;
  },
  async verify(_, state, world) {
    const { clientId } = applicationIn(state);
    const listeners = await settled(
      inEntra('the event listener can be seen'),
      async () => {
        const seen = await peopleOf(world).listeners(clientId);
        return seen.length > 0 ? seen : undefined;
      },
      world,
    );
    return withPeople(state, { listeners });
  },
};

export const removeClaimsListener: Step<'remove-claims-listener'> = {
  isDone: ({ id }, state) => !sideIn(state).listeners.some((one) => one.id === id),
  async make({ id }, state, world) {
    await peopleOf(world).deleteListener(id);
    const { listeners } = sideIn(state);
    return withPeople(state, { listeners: listeners.filter((one) => one.id !== id) });
  },
  verify: asAnswered,
};
