import type { Application, FederatedCredential } from '../entra-directory/application.ts';
import { isSameCertificate } from '../entra-directory/same-certificate.ts';
import type { WantedCredential } from '../wish/wish.ts';
import type { EntraChange } from './change.ts';
import { tooManyFederatedCredentials } from './refusals.ts';

/**
 * Of one application.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
const MOST_FEDERATED = 20;

/**
 * What the application lacks to log in as it is wanted; what it has besides stays.
 *
 * @throws StepFailure `EAC_GRAPH_QUOTA`
 */
export function credentialChanges(
  wanted: WantedCredential,
  application: Application | undefined,
  there: readonly FederatedCredential[],
): readonly EntraChange[] {
  switch (wanted.kind) {
    case 'none':
      return [];
    case 'certificate': {
      const { certificate } = wanted;
      const has = application?.certificates.some((one) => isSameCertificate(one, certificate));
      return has ? [] : [{ kind: 'add-certificate', certificate }];
    }
    case 'federated': {
      const lacking = wanted.credentials
        .map((credential) => ({ ...credential, name: nameFor(credential, there) }))
        .filter((credential) => !there.some((one) => isSame(one, credential)));
      const names = new Set([...there, ...lacking].map(({ name }) => name));
      if (lacking.length > 0 && names.size > MOST_FEDERATED) {
        throw tooManyFederatedCredentials(application?.displayName ?? '', names.size);
      }
      return lacking.map((credential) => ({ kind: 'put-federated-credential', credential }));
    }
  }
}

/** Entra takes issuer and subject once an application: what is there of them is set right. */
function nameFor(
  { name, issuer, subject }: FederatedCredential,
  there: readonly FederatedCredential[],
): string {
  return there.find((one) => one.issuer === issuer && one.subject === subject)?.name ?? name;
}

export function isSame(one: FederatedCredential, other: FederatedCredential): boolean {
  return (['name', 'issuer', 'subject', 'audience'] as const).every(
    (part) => one[part] === other[part],
  );
}
