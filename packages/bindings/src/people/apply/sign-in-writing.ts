import { applicationIn } from '../../apply/step.ts';
import type { BindingWorld } from '../../binding-world.ts';
import type { Observed } from '../../observe/observed.ts';
import { peopleOf } from '../../ports.ts';
import { inEntra, onceThere, seenSoon, settled } from '../../settling.ts';
import type { SignIn } from '../people-application.ts';
import { sideIn, withPeople } from './people-state.ts';

/**
 * Writes what `change` makes of it. Graph takes lists as a whole, so they are read first; an answer without app
 * roles that were seen before may come from a server that is behind, and is not taken for some minutes.
 */
export async function writeSignIn(
  change: (before: SignIn) => Partial<SignIn>,
  state: Observed,
  world: BindingWorld,
): Promise<void> {
  const { id } = applicationIn(state);
  const known = sideIn(state).signIn?.appRoles ?? [];
  const read = () => peopleOf(world).signIn(id);
  const whole = await seenSoon(
    inEntra('the application can be read with all app roles that were seen of it before'),
    async () => {
      const seen = await read();
      const has = new Set(seen?.appRoles.map((one) => one.id));
      return known.every((one) => has.has(one.id)) ? seen : undefined;
    },
    world,
  );
  const before = whole ?? (await settled(inEntra('the application can be read'), read, world));
  await onceThere(
    inEntra('the application can be changed'),
    () => peopleOf(world).updateSignIn(id, change(before)),
    world,
  );
}

/** Reads until what was written can be seen. */
export async function seenSignIn(
  isAsWanted: (signIn: SignIn) => boolean,
  state: Observed,
  world: BindingWorld,
): Promise<Observed> {
  const { id } = applicationIn(state);
  const signIn = await settled(
    inEntra('the change of the application can be seen'),
    async () => {
      const seen = await peopleOf(world).signIn(id);
      return seen && isAsWanted(seen) ? seen : undefined;
    },
    world,
  );
  return withPeople(state, { signIn });
}
