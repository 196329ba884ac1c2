import { applicationNameOf, newWish, reconcile, setupGoal } from '@entra-aws-creds/bindings';
import type { EnrolledCertificate } from '../request/certificate-body.ts';
import { ENTRA_ONLY, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';
import { look, missing } from './show.ts';

/**
 * One certificate more for the application that there is; others stay.
 *
 * @throws StepFailure `EAC_BINDING_MISSING`, `EAC_BINDING_RECREATED`; StillCopying
 */
export async function addCertificate(
  { role, roleId, certificate }: EnrolledCertificate,
  surroundings: Surroundings,
): Promise<BindingAnswer | undefined> {
  const { tenant, cloud, world } = surroundings;
  const first = await look(role, surroundings);
  if (first.entra?.application === undefined) throw missing(role);
  const wish = newWish({
    tenant,
    cloud,
    application: applicationNameOf(role),
    role,
    roleId,
    identifierUri: false,
    credential: { kind: 'certificate', certificate },
    half: ENTRA_ONLY,
  });
  const { observed } = await reconcile(setupGoal(wish), world, first);
  return bindingAnswer(role, observed, surroundings);
}
