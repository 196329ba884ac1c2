import { certificate } from './certificate.ts';
import type { CredentialKind } from './entra-credential.ts';
import { githubOidc } from './github-oidc.ts';
import { managedIdentity } from './managed-identity.ts';
import { oidcToken } from './oidc-token.ts';
import { serviceConnection } from './service-connection.ts';
import { workloadIdentity } from './workload-identity.ts';

/** Every way to log in. The first one is taken where the pipeline author chooses none. */
export const CREDENTIAL_KINDS = [
  certificate,
  githubOidc,
  serviceConnection,
  managedIdentity,
  workloadIdentity,
  oidcToken,
] as const satisfies readonly CredentialKind[];
