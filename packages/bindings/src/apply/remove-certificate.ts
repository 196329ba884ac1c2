import type { BindingWorld } from '../binding-world.ts';
import type {
  Application,
  ApplicationCertificate,
  NewCertificate,
} from '../entra-directory/application.ts';
import { type Observed, withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';
import { holds } from './add-certificate.ts';
import { readApplication } from './application-reading.ts';
import { applicationIn, asAnswered, type Step } from './step.ts';

/** One of several: those that the application has besides stay. */
export const removeCertificate: Step<'remove-certificate'> = {
  isDone: ({ certificate }, { entra }) =>
    entra?.application !== undefined && !holds(entra.application, certificate),
  async make({ certificate }, state, world) {
    const { certificates } = applicationIn(state);
    const staying = certificates.filter(({ keyId }) => keyId !== certificate.keyId);
    const application = await removeCertificates([certificate], staying, state, world);
    return withEntra(state, { application });
  },
  // Its removal was seen, with all that stay.
  verify: asAnswered,
};

/**
 * Takes certificates off the application of `state`. The list is written as a whole: what is read before must
 * hold those that stay, or a server that is behind would make them go.
 *
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED`, `EAC_GRAPH_…`
 */
export async function removeCertificates(
  removed: readonly ApplicationCertificate[],
  staying: readonly (ApplicationCertificate | NewCertificate)[],
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
    inEntra('the old certificates are gone, and those that stay still there'),
    async () => {
      const seen = await directoryOf(world).application({ id });
      const isDone =
        seen && !seen.certificates.some(isRemoved) && staying.every((one) => holds(seen, one));
      return isDone ? seen : undefined;
    },
    world,
  );
}
