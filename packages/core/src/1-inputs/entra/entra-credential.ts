import type { Secret } from '../../text/secret.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';

/** What proves to Entra that the job is who it says it is. */
export type EntraCredential = CertificateCredential | FederatedCredential;

export interface CertificateCredential {
  readonly kind: 'certificate';
  readonly certificate: ClientCertificate;
}

/** A token of the CI system that the application trusts; asked for anew at each login. */
export interface FederatedCredential {
  readonly kind: 'federated';
  /** `entra-credential` as the pipeline author chose it. */
  readonly name: 'github-oidc' | 'service-connection';
  readonly endpoint: OidcEndpoint;
}

/** Where the CI system issues that token. */
export interface OidcEndpoint {
  readonly method: 'GET' | 'POST';
  /** `https:`, and complete. */
  readonly url: URL;
  readonly bearer: Secret;
  /** Besides the authorization; names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The field of the answer, a JSON object, that holds the token. */
  readonly tokenField: string;
  /** Lower case. */
  readonly requestIdHeader: string;
}

/** The same in words, as they stand within a sentence. */
export const FEDERATED_PROOFS: Readonly<Record<FederatedCredential['name'], string>> = {
  'github-oidc': "the job's OIDC token",
  'service-connection': "the service connection's OIDC token",
};
