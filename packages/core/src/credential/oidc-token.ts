import type { CredentialKind } from './entra-credential.ts';

/** An OIDC token of any issuer that lies in a file or a variable, as a federated credential of the application. */
export const oidcToken: CredentialKind = {
  name: 'oidc-token',
  inputs: ['oidc-token-file', 'oidc-token-variable'],
  isOffered: () => true,
  read: async (reader, context) => {
    const { readTokenIdentity } = await import('./federated/placed-token.ts');
    return readTokenIdentity(reader, context);
  },
};
