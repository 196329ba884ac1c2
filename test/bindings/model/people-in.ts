import { type PeopleWish, peopleGoal, reconcile } from '../../../packages/bindings/src/index.ts';
import { ModelWorld } from './model-world.ts';

/** A world in which these were set up, one after another. */
export async function worldForPeople(...wishes: readonly PeopleWish[]): Promise<ModelWorld> {
  const world = new ModelWorld();
  for (const wish of wishes) await reconcile(peopleGoal(wish), world.visit({ forPeople: true }));
  return world;
}

/** What is about people in it. */
export function peopleIn({ directory, people }: ModelWorld) {
  const { applications, servicePrincipals } = directory.snapshot();
  return people.snapshot(
    applications.map(({ id }) => id),
    servicePrincipals.map(({ id }) => id),
  );
}

export function appRolesIn(world: ModelWorld) {
  return Object.values(peopleIn(world).signIns).flatMap(({ appRoles }) => appRoles);
}
