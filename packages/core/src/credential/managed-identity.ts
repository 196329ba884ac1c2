import type { CredentialKind } from './entra-credential.ts';

/** The identity of a machine in Azure or under Azure Arc, which proves itself to nobody but its own machine. */
export const managedIdentity: CredentialKind = {
  name: 'managed-identity',
  inputs: [],
  isOffered: () => true,
  read: async (reader, context) => {
    const { readMachineIdentity } = await import('./managed/machine-identity.ts');
    return readMachineIdentity(reader, context);
  },
};
