export type { AskingClient, AwsCredentialProvider, AwsCredentials } from './aws-credentials.ts';
export { EntraCredentialsError } from './credentials-error.ts';
export { fromEntraCertificate } from './from-entra-certificate.ts';
export { fromEntraIdToken } from './from-entra-id-token.ts';
export { fromEntraManagedIdentity } from './from-entra-managed-identity.ts';
export type {
  CertificateOptions,
  ExchangeOptions,
  IdTokenOptions,
  ManagedIdentityOptions,
} from './options.ts';
