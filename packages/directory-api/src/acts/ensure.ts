import { federatedCredentialFor, TOKEN_EXCHANGE } from '@entra-aws-creds/bindings';
import type { WantedBinding } from '../request/binding-body.ts';
import { roleDirectory, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';

/** What was there at the end, and whether it was made. */
interface Ensured {
  readonly made: boolean;
  readonly binding: BindingAnswer & { readonly servicePrincipalId: string };
}

/** Application and service principal as they are wanted, made or set right. @throws StepFailure, StillCopying */
export async function ensure(
  { federated, ...wanted }: WantedBinding,
  surroundings: Surroundings,
): Promise<Ensured> {
  const audience = TOKEN_EXCHANGE[surroundings.cloud];
  const identity = await roleDirectory(surroundings).ensure({
    ...wanted,
    federated: federated.map((one) => federatedCredentialFor(one, audience)),
  });
  const { servicePrincipalId } = identity;
  return {
    made: surroundings.directory.hasMade(identity.clientId),
    binding: { ...bindingAnswer(identity, surroundings), servicePrincipalId },
  };
}
