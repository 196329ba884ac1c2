import { holds } from '../apply/add-certificate.ts';
import { readApplication } from '../apply/application-reading.ts';
import type { BindingWorld } from '../binding-world.ts';
import type {
  Application,
  ApplicationCertificate,
  NewCertificate,
} from '../entra-directory/application.ts';
import type { Observed } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';

/**
 * Takes certificates off the application of `state`. The list is written as a whole: what is read before must
 * hold the one that stays, or a server that is behind would make it go.
 *
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED`, `EAC_GRAPH_…`
 */
export async function removeCertificates(
  removed: readonly ApplicationCertificate[],
  staying: NewCertificate,
  state: Observed,
  world: BindingWorld,
): Promise<Application> {
  const { id, certificates } = await readApplication(state, world);
  const isRemoved = ({ keyId }: ApplicationCertificate) =>
    removed.some((one) => one.keyId === keyId);
  const left = certificates.filter((one) => !isRemoved(one));
  await onceThere(
    inEntra('the certificates of the application can be written'),
    () => directoryOf(world).replaceCertificates(id, left),
    world,
  );
  return settled(
    inEntra('the old certificates are gone, and the new one still there'),
    async () => {
      const seen = await directoryOf(world).application({ id });
      const isDone = seen && !seen.certificates.some(isRemoved) && holds(seen, staying);
      return isDone ? seen : undefined;
    },
    world,
  );
}
