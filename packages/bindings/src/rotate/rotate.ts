import { StepFailure } from '@entra-aws-creds/core/programs';
import { addCertificate } from '../apply/add-certificate.ts';
import { removeCertificates } from '../apply/remove-certificate.ts';
import { applicationIn } from '../apply/step.ts';
import type { BindingWorld } from '../binding-world.ts';
import type { ApplicationCertificate, NewCertificate } from '../entra-directory/application.ts';
import { isSameCertificate } from '../entra-directory/same-certificate.ts';
import { type Observed, withEntra } from '../observe/observed.ts';
import { isOurs } from '../ownership.ts';
import { foreignApplication } from '../plan/refusals.ts';
import { proved } from '../proof.ts';
import { CERTIFICATE_NAME } from '../wish/public-certificate.ts';

/** A certificate that takes the place of those that we added before. */
export interface Rotation {
  /** New, or the one of an earlier run that was cut short. */
  readonly certificate: NewCertificate;
  /** How long the old ones stay, from the moment at which the new one begins; 0: not at all. */
  readonly overlapMs: number;
  /** Whether all others that we added go at once: their private keys are lost. */
  readonly prune: boolean;
  /** A login with the new certificate, with nothing kept from an earlier one, and its token exchanged. */
  attempt(): Promise<unknown>;
  /** Gives the new certificate to whoever logs in with it. It may be called again for the same one. */
  handOver(): Promise<void>;
}

export interface Rotated {
  readonly observed: Observed;
  readonly added: boolean;
  readonly removed: readonly ApplicationCertificate[];
  /** Those that stay for now, and until when. */
  readonly staying: readonly ApplicationCertificate[];
  readonly removable: Date | undefined;
}

/**
 * Adds the new certificate beside the old, proves it, hands it over, and removes the old when they have
 * overlapped for long enough. It keeps nothing: run again after it ended anywhere, it goes on from what Entra
 * lists. Certificates that others added stay.
 *
 * @param observed with the application
 * @throws StepFailure `EAC_BINDING_FOREIGN`, `EAC_BINDING_NOT_PROVED`, `EAC_BINDING_LAST_CERTIFICATE`,
 *   `EAC_BINDING_NOT_SETTLED`, `EAC_GRAPH_…`
 */
export async function rotate(
  rotation: Rotation,
  observed: Observed,
  world: BindingWorld,
): Promise<Rotated> {
  const { certificate, overlapMs, prune } = rotation;
  if (!isOurs(applicationIn(observed))) throw foreignApplication(applicationIn(observed));
  const change = { kind: 'add-certificate' as const, certificate };
  const added = !addCertificate.isDone(change, observed);
  const state = added
    ? await addCertificate.verify(change, await addCertificate.make(change, observed, world), world)
    : observed;
  await proved(rotation.attempt, world);
  await rotation.handOver();
  const superseded = applicationIn(state).certificates.filter(
    (one) => isOther(one, certificate) && (prune || isOlder(one, certificate)),
  );
  const removable = new Date(Date.parse(certificate.starts) + overlapMs);
  if (superseded.length === 0) {
    return { observed: state, added, removed: [], staying: [], removable: undefined };
  }
  if (!prune && overlapMs > 0 && world.clock.now() < removable) {
    return { observed: state, added, removed: [], staying: superseded, removable };
  }
  refuseIfLast(certificate, world.clock.now());
  const application = await removeCertificates(superseded, [certificate], state, world);
  await proved(rotation.attempt, world);
  const done = withEntra(state, { application });
  return { observed: done, added, removed: superseded, staying: [], removable: undefined };
}

/** Among those that we added: another's is not ours to remove. */
function isOther(one: ApplicationCertificate, it: NewCertificate): boolean {
  return one.displayName.startsWith(CERTIFICATE_NAME) && !isSameCertificate(one, it);
}

function isOlder({ starts }: ApplicationCertificate, it: NewCertificate): boolean {
  return Date.parse(starts) <= Date.parse(it.starts);
}

/** The new one was proved, but must also be good by its dates: servers differ in how soon they look. */
function refuseIfLast({ displayName, starts, ends }: NewCertificate, now: Date): void {
  if (Date.parse(starts) <= now.getTime() && now.getTime() < Date.parse(ends)) return;
  throw new StepFailure(
    'EAC_BINDING_LAST_CERTIFICATE',
    `The old certificates stay: "${displayName}", which is to take their place, is valid from ${starts} to ${ends} only.`,
    "Rotate to a certificate that is valid now. Check this machine's clock.",
  );
}
