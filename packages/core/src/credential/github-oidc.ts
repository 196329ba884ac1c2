import type { CredentialKind } from './entra-credential.ts';

/** The OIDC token that GitHub issues to the job, as a federated credential of the application. */
export const githubOidc: CredentialKind = {
  name: 'github-oidc',
  inputs: [],
  isOffered: ({ ownToken }) => ownToken !== undefined,
  read: async (reader, context) => {
    const { readOwnIdentity } = await import('./federated/own-token.ts');
    return readOwnIdentity(reader, context);
  },
};
