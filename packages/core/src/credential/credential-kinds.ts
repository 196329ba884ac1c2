import { certificate } from './certificate.ts';
import type { CredentialKind } from './entra-credential.ts';
import { githubOidc } from './github-oidc.ts';
import { serviceConnection } from './service-connection.ts';

/** Every way to log in. The first one is taken where the pipeline author chooses none. */
export const CREDENTIAL_KINDS = [
  certificate,
  githubOidc,
  serviceConnection,
] as const satisfies readonly CredentialKind[];
