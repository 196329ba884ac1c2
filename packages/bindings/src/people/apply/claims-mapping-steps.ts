import { asAnswered, type Step, servicePrincipalIn } from '../../apply/step.ts';
import { peopleOf } from '../../ports.ts';
import { inEntra, onceThere, settled } from '../../settling.ts';
import { isMapped, isSameJson } from '../plan/claims-changes.ts';
import { nameIn, sideIn, withPeople } from './people-state.ts';

export const putClaimsMapping: Step<'put-claims-mapping'> = {
  isDone: ({ definition }, state) =>
    sideIn(state).mappings.some((one) => isMapped(one, definition)),
  async make({ definition }, state, world) {
    const people = peopleOf(world);
    const name = nameIn(state);
    const { id: servicePrincipalId } = servicePrincipalIn(state);
    const all = await people.mappings(name, servicePrincipalId);
    const found = all.find((one) => one.isAssigned) ?? all[0];
    const id = found?.id ?? (await people.createMapping(name, definition));
    if (found !== undefined && !isSameJson(found.definition, definition)) {
      await people.updateMapping(id, definition);
    }
    if (!found?.isAssigned) {
      await onceThere(
        inEntra('the claims mapping policy can be assigned'),
        () => people.assignMapping(id, servicePrincipalId),
        world,
      );
    }
    return state;
  },
  async verify({ definition }, state, world) {
    const { id } = servicePrincipalIn(state);
    const mappings = await settled(
      inEntra('the claims mapping policy can be seen'),
      async () => {
        const seen = await peopleOf(world).mappings(nameIn(state), id);
        return seen.some((one) => isMapped(one, definition)) ? seen : undefined;
      },
      world,
    );
    return withPeople(state, { mappings });
  },
};

/** One that is assigned is taken away first. */
export const removeClaimsMapping: Step<'remove-claims-mapping'> = {
  isDone: ({ id }, state) => !sideIn(state).mappings.some((one) => one.id === id),
  async make({ id }, state, world) {
    const people = peopleOf(world);
    const { mappings } = sideIn(state);
    const servicePrincipal = state.entra?.servicePrincipal;
    const isAssigned = mappings.some((one) => one.id === id && one.isAssigned);
    if (isAssigned && servicePrincipal) await people.unassignMapping(id, servicePrincipal.id);
    await people.deleteMapping(id);
    return withPeople(state, { mappings: mappings.filter((one) => one.id !== id) });
  },
  verify: asAnswered,
};
