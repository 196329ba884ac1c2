export type { AccountAddress, Binding, TokenVersion } from './binding.ts';
export type {
  Application,
  ApplicationCertificate,
  ApplicationSecret,
  FederatedCredential,
  NewApplication,
  NewCertificate,
  ServicePrincipal,
} from './entra-directory/application.ts';
export type {
  ApplicationChange,
  ApplicationKey,
  EntraDirectory,
} from './entra-directory/entra-directory.ts';
export { GraphClient } from './entra-directory/graph-client.ts';
export { type GraphCloud, graphOf } from './entra-directory/graph-cloud.ts';
export { GraphDirectory } from './entra-directory/graph-directory.ts';
export { Iam, type IamAddress } from './identity-account/iam-client.ts';
export { iamIdentityAccount } from './identity-account/iam-identity-account.ts';
export type { IdentityAccount } from './identity-account/identity-account.ts';
export {
  type ExpectedAccount,
  openIdentityAccount,
} from './identity-account/open-identity-account.ts';
export type { NewRole, OidcProvider, Role, Tags } from './identity-account/role.ts';
