import {
  applicationNameOf,
  federatedCredentialFor,
  newWish,
  reconcile,
  setupGoal,
  TOKEN_EXCHANGE,
  type WantedCredential,
} from '@entra-aws-creds/bindings';
import type { WantedBinding } from '../request/binding-body.ts';
import { ENTRA_ONLY, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';

/** What was there at the end, and whether it was made. */
interface Ensured {
  readonly made: boolean;
  readonly binding: BindingAnswer | undefined;
}

/** Application and service principal as they are wanted, made or set right. @throws StepFailure, StillCopying */
export async function ensure(
  { role, roleId, tokenVersion, identifierUri, federated }: WantedBinding,
  surroundings: Surroundings,
): Promise<Ensured> {
  const { tenant, cloud, world } = surroundings;
  const credentials = federated.map((one) => federatedCredentialFor(one, TOKEN_EXCHANGE[cloud]));
  const credential: WantedCredential =
    credentials.length === 0 ? { kind: 'none' } : { kind: 'federated', credentials };
  const wish = newWish({
    tenant,
    cloud,
    application: applicationNameOf(role),
    role,
    roleId,
    tokenVersion,
    identifierUri,
    credential,
    restore: true,
    half: ENTRA_ONLY,
  });
  const { observed, changes } = await reconcile(setupGoal(wish), world);
  return {
    made: changes.some(({ kind }) => kind === 'create-application'),
    binding: bindingAnswer(role, observed, surroundings),
  };
}
