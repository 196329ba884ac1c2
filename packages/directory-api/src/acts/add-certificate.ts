import {
  applicationNameOf,
  newWish,
  questionOf,
  reconcile,
  setupGoal,
} from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import type { EnrolledCertificate } from '../request/certificate-body.ts';
import type { Surroundings } from './act.ts';
import {
  type BindingAnswer,
  bindingAnswer,
  type CertificateAnswer,
  certificateAnswer,
} from './binding-answer.ts';
import { foundIdentity } from './found-identity.ts';

/** The application with all that it may log in with. */
interface EnrolledAnswer extends BindingAnswer {
  readonly certificates: readonly CertificateAnswer[];
}

/**
 * One certificate more for the application that there is; others stay.
 *
 * @throws StepFailure `EAC_BINDING_MISSING`; StillCopying
 */
export async function addCertificate(
  { role, roleId, certificate }: EnrolledCertificate,
  surroundings: Surroundings,
): Promise<EnrolledAnswer> {
  const { tenant, cloud, world } = surroundings;
  const found = await foundIdentity(role, roleId, surroundings);
  // One whose role is gone gets no new way in, and is not enabled by it.
  if (found === undefined || found.identity.retired !== undefined) throw missing(role.text);
  const wish = newWish({
    tenant,
    cloud,
    application: applicationNameOf(role, roleId),
    role: found.identity.role,
    credential: { kind: 'certificate', certificate },
    half: { only: 'entra' },
  });
  const question = { ...questionOf(wish), namesakes: false, awaitsApplication: false };
  const { observed } = await reconcile({ ...setupGoal(wish), question }, world);
  const application = observed.entra?.application ?? found.application;
  return {
    ...bindingAnswer(found.identity, surroundings),
    certificates: application.certificates.map(certificateAnswer),
  };
}

function missing(role: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_MISSING',
    `There is no application for ${role} with this unique ID.`,
    'Send the binding with PUT first.',
  );
}
