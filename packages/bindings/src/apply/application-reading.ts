import type { BindingWorld } from '../binding-world.ts';
import type { Application } from '../entra-directory/application.ts';
import type { Observed } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, seenSoon, settled } from '../settling.ts';
import { applicationIn } from './step.ts';

/**
 * The application as it is now, before lists of it are written as a whole. An answer without certificates that
 * were seen before is not taken for some minutes: it may come from a server that is behind, and writing it back
 * would remove them. What stays away is gone.
 *
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED`
 */
export async function readApplication(state: Observed, world: BindingWorld): Promise<Application> {
  const known = applicationIn(state);
  const read = () => directoryOf(world).application({ id: known.id });
  const whole = await seenSoon(
    inEntra('the application can be read with all that was seen of it before'),
    async () => {
      const seen = await read();
      const has = new Set(seen?.certificates.map(({ keyId }) => keyId));
      return known.certificates.every(({ keyId }) => has.has(keyId)) ? seen : undefined;
    },
    world,
  );
  return whole ?? settled(inEntra('the application can be read'), read, world);
}
