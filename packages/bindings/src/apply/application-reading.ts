import type { BindingWorld } from '../binding-world.ts';
import type { Application } from '../entra-directory/application.ts';
import type { Observed } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, settled } from '../settling.ts';
import { applicationIn } from './step.ts';

/**
 * The application as it is now, before lists of it are written as a whole. An answer from a server that does
 * not know yet of certificates that were seen before is not taken: writing it back would remove them.
 *
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED`
 */
export async function readApplication(state: Observed, world: BindingWorld): Promise<Application> {
  const known = applicationIn(state);
  const keyIds = known.certificates.map(({ keyId }) => keyId);
  return settled(
    inEntra('the application can be read with all that was seen of it before'),
    async () => {
      const seen = await directoryOf(world).application({ id: known.id });
      const has = new Set(seen?.certificates.map(({ keyId }) => keyId));
      return keyIds.every((keyId) => has.has(keyId)) ? seen : undefined;
    },
    world,
  );
}
