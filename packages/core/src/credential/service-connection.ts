import type { CredentialKind } from './entra-credential.ts';

/** An Azure Resource Manager service connection: its tenant, its application, and what it proves that with. */
export const serviceConnection: CredentialKind = {
  name: 'service-connection',
  inputs: ['azure-service-connection'],
  isOffered: (job) => job.serviceConnection !== undefined,
  read: async (reader, context) => {
    const { readConnectedIdentity } = await import('./connected-identity.ts');
    return readConnectedIdentity(reader, context);
  },
};
