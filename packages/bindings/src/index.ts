export { apply } from './apply/apply.ts';
export type { AccountAddress, Binding, TokenVersion } from './binding.ts';
export type { BindingWorld } from './binding-world.ts';
export {
  makeSelfSignedCertificate,
  type SelfSignedCertificate,
  USUAL_BITS,
  USUAL_DAYS,
} from './certificate/self-signed-certificate.ts';
export type {
  Application,
  ApplicationCertificate,
  ApplicationSecret,
  FederatedCredential,
  NewApplication,
  NewCertificate,
  ServicePrincipal,
  ServicePrincipalHolders,
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
export { outboundIssuer } from './identity-account/outbound-federation.ts';
export type { NewRole, OidcProvider, Role, Tags } from './identity-account/role.ts';
export { type ListedBinding, listBindings } from './inventory/list.ts';
export { fingerprintOf } from './observe/fingerprint.ts';
export { observe, providerFor } from './observe/observe.ts';
export type { AwsSide, EntraSide, Neighbour, Observed } from './observe/observed.ts';
export { type Question, questionOf } from './observe/question.ts';
export {
  ADOPTED_TAG,
  APPLICATION_ID_TAG,
  APPLICATION_TAG,
  applicationIdOf,
  CREATED_TAG,
  clientIdOfStatement,
  isForPeople,
  isOurs,
  OPT_IN_TAG,
  PEOPLE_TAG,
  type RoleName,
  roleIdsOf,
  roleIdTag,
  rolesOf,
  roleTag,
  statementIdOf,
} from './ownership.ts';
export { type AppRoleName, appRoleNameOf, parseAppRoleName } from './people/app-role-name.ts';
export { type ClaimsMapping, parseClaimsMapping } from './people/claims-mapping.ts';
export { GraphPeopleDirectory } from './people/graph-people-directory.ts';
export { ASSIGNING_SCOPES, PEOPLE_SCOPES } from './people/graph-people-permissions.ts';
export type {
  AppRole,
  AppRoleAssignment,
  Assignee,
  ClaimsExtension,
  ClaimsListener,
  ClaimsMappingPolicy,
  PeopleSide,
  SignIn,
} from './people/people-application.ts';
export type { PeopleDirectory, WantedExtension } from './people/people-directory.ts';
export { peopleGoal } from './people/people-goal.ts';
export {
  CLAIMS_TIMEOUT_MS,
  LOOPBACK,
  type PeopleWish,
  type WantedClaims,
} from './people/people-wish.ts';
export { peopleTrust, planPeopleSetup } from './people/plan/setup-people.ts';
export type { AwsChange, Change, EntraChange, Pins } from './plan/change.ts';
export { describePlan, tellChange } from './plan/describe.ts';
export type { Later, Text } from './plan/later.ts';
export { pinsOf } from './plan/pins.ts';
export type { PlanLine } from './plan/plan-line.ts';
export { MOST_AUDIENCES } from './plan/provider-changes.ts';
export { planSetup } from './plan/setup.ts';
export { planTeardown } from './plan/teardown.ts';
export {
  applyPlanFile,
  goalOf,
  type Intent,
  type PlanFile,
  readPlanFile,
  writePlanFile,
} from './plan-file/plan-file.ts';
export type { Ports } from './ports.ts';
export { isPrintForm, PRINT_FORMS, type PrintForm } from './print/print.ts';
export type { Printed } from './print/printed.ts';
export { proved } from './proof.ts';
export { type Goal, reconcile, type Settled, setupGoal, teardownGoal } from './reconcile.ts';
export {
  GraphRoleDirectory,
  type RoleDirectorySettings,
} from './role-directory/graph-role-directory.ts';
export { identityIn } from './role-directory/listed-identity.ts';
export { OwnedDirectory } from './role-directory/owned-directory.ts';
export type { OwnRemovals, RemovalLimits } from './role-directory/removal-brake.ts';
export type {
  Login,
  RoleDirectory,
  RoleIdentity,
  WantedIdentity,
} from './role-directory/role-directory.ts';
export { certificateTags } from './role-tags/certificate-tags.ts';
export {
  enrolled,
  type NamedCertificate,
  namedCertificates,
  sha256Of,
} from './role-tags/named-certificates.ts';
export { CERTIFICATE_TAG, ISSUER_TAG, STATUS_TAG, SUBJECT_TAG } from './role-tags/tag-keys.ts';
export { type TrustedTenant, trustedTenants } from './role-tags/trusted-tenants.ts';
export { type Rotated, type Rotation, rotate } from './rotate/rotate.ts';
export { isValid, type RotationState, rotationState } from './rotate/rotation-state.ts';
export { settled } from './settling.ts';
export { hasOwn, isClosed, trustedProvider } from './trust-statement.ts';
export { DRIFT_KINDS, type Drift, type DriftKind } from './verify/drift.ts';
export { driftOf } from './verify/drift-of.ts';
export { type BindingReport, verifyBinding } from './verify/verify.ts';
export {
  type ApplicationName,
  applicationNameOf,
  parseApplicationName,
} from './wish/application-name.ts';
export {
  type FederatedSubject,
  federatedCredentialFor,
  parseFederatedSubject,
  verbatim,
} from './wish/federated-subject.ts';
export {
  type EntraCloud,
  issuerOf,
  parseTenantGuid,
  type TenantGuid,
  TOKEN_EXCHANGE,
} from './wish/issuer.ts';
export {
  CERTIFICATE_NAME,
  isStrongKey,
  LEAST_BITS,
  publicCertificate,
} from './wish/public-certificate.ts';
export { type PolicyArn, parseMaxSessionDuration, parsePolicyArn } from './wish/role-settings.ts';
export { type TeardownWish, teardownQuestion } from './wish/teardown-wish.ts';
export { type Verification, verificationQuestion } from './wish/verification.ts';
export {
  type AudienceMode,
  type Half,
  newWish,
  type WantedCredential,
  type Wish,
} from './wish/wish.ts';
