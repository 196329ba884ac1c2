import type { BindingWorld } from '../binding-world.ts';
import type {
  Application,
  ApplicationCertificate,
  NewCertificate,
} from '../entra-directory/application.ts';
import { isSameCertificate } from '../entra-directory/same-certificate.ts';
import { type Observed, withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';
import { readApplication } from './application-reading.ts';
import { applicationIn, type Step } from './step.ts';

/**
 * Graph takes certificates as a whole list and forgets those that are not in it, so all are read, written
 * back with the new one, and read again.
 *
 * @see https://learn.microsoft.com/graph/api/resources/keycredential
 */
export const addCertificate: Step<'add-certificate'> = {
  isDone: ({ certificate }, { entra }) =>
    entra?.application !== undefined && holds(entra.application, certificate),
  async make({ certificate }, state, world) {
    const application = await latest(state, world);
    const { id, certificates } = application;
    if (!holds(application, certificate)) {
      await onceThere(
        inEntra('the application can be given its certificate'),
        () => directoryOf(world).replaceCertificates(id, [...certificates, certificate]),
        world,
      );
    }
    return withEntra(state, { application: { ...applicationIn(state), certificates } });
  },
  async verify({ certificate }, state, world) {
    const { id, certificates } = applicationIn(state);
    const application = await settled(
      inEntra('the certificate can be seen, and all others still'),
      async () => {
        const seen = await directoryOf(world).application({ id });
        const all = [...certificates, certificate];
        return seen && all.every((one) => holds(seen, one)) ? seen : undefined;
      },
      world,
    );
    return withEntra(state, { application });
  },
};

/** One that has none needs no second look: it was made a moment ago, or was just observed without. */
async function latest(state: Observed, world: BindingWorld): Promise<Application> {
  const application = applicationIn(state);
  return application.certificates.length === 0 ? application : readApplication(state, world);
}

export function holds(
  { certificates }: Application,
  certificate: ApplicationCertificate | NewCertificate,
): boolean {
  return certificates.some((one) => isSameCertificate(one, certificate));
}
