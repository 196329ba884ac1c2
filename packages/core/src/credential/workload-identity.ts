import type { CredentialKind } from './entra-credential.ts';

/**
 * The token that Kubernetes projects into a pod, as a federated credential of the application. The webhook of
 * Azure Workload Identity sets the variables.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
 */
export const workloadIdentity: CredentialKind = {
  name: 'workload-identity',
  inputs: [],
  isOffered: () => true,
  read: async (reader, context) => {
    const { readWorkloadIdentity } = await import('./federated/projected-token.ts');
    return readWorkloadIdentity(reader, context);
  },
};
