export { AwsAccount, type AwsRole, type AwsUser, type IamQuotas } from './aws/account.ts';
export { AwsCloud, type AwsSession } from './aws/cloud.ts';
export { type RoleProperties, roleOptionsOf } from './aws/cloud-formation/role-properties.ts';
export { resolveTemplate, type Template } from './aws/cloud-formation/template.ts';
export type { CloudTrailEvent, CloudTrailRecord } from './aws/cloud-trail/event.ts';
export type { ConditionBlock, ConditionContext } from './aws/conditions.ts';
export { type EventPattern, patternMatches } from './aws/event-bridge/event-pattern.ts';
export type { IdentityPolicy, IdentityStatement } from './aws/iam/identity-policy.ts';
export type { OidcProvider, OidcProviderOptions } from './aws/iam/oidc-provider.ts';
export type { AwsRoleOptions, LastUse } from './aws/iam/role.ts';
export { createIamService } from './aws/iam/service.ts';
export type { ReadLag } from './aws/iam/stale-reads.ts';
export type { AwsAccessKey, AwsUserOptions } from './aws/iam/user.ts';
export { type FunctionOptions, LambdaFunction } from './aws/lambda/function.ts';
export type {
  MemberAccount,
  Organization,
  OrganizationOptions,
} from './aws/organizations/organization.ts';
export { createOrganizationsService } from './aws/organizations/service.ts';
export { QueryError } from './aws/query-error.ts';
export type { AwsStateMachine, ExecutionWork } from './aws/regional/resources.ts';
export type { S3Bucket, S3BucketOptions } from './aws/s3/bucket.ts';
export type { ObjectStore } from './aws/s3/object-store.ts';
export type { StateMachineDefinition } from './aws/states/definition.ts';
export { type Execution, execute, type MachineWorld, redrive } from './aws/states/execution.ts';
export { createStsService } from './aws/sts/service.ts';
export {
  evaluateTrust,
  type TrustPolicy,
  type TrustStatement,
  type TrustSubject,
  type TrustVerdict,
} from './aws/trust-policy.ts';
export { ARC_KEYS, AzureMachine, type MachineKind } from './azure/machine.ts';
export {
  type CertificateRequest,
  type IssuedCertificate,
  issueCertificate,
} from './certificates.ts';
export {
  AzureDevOps,
  type FederatedConnection,
  type FederatedConnectionOptions,
} from './ci/azure-devops.ts';
export { GitHub, type GitHubTokenGrant, type GitHubTokenOptions } from './ci/github.ts';
export { type IssuedTokenOptions, TokenIssuer } from './ci/token-issuer.ts';
export { EntraApp, type EntraAppOptions, type FederatedCredential } from './entra/app.ts';
export type { AppRole, AppRoleAssignment, PermissionScope } from './entra/app-role.ts';
export type { ApplicationRules } from './entra/application-rules.ts';
export type {
  AuthenticationEvent,
  ClaimsProvider,
  ProvidedClaim,
} from './entra/authentication-events/claims-provider.ts';
export {
  configureClaimsProvider,
  mapClaims,
} from './entra/authentication-events/configure-provider.ts';
export type { EntraCloudName } from './entra/clouds.ts';
export { EntraDirectory } from './entra/directory.ts';
export type { EntraGroup } from './entra/people/group.ts';
export type { DirectoryRole, EntraPerson, EntraPersonOptions } from './entra/people/person.ts';
export type { Replication, ReplicationLag } from './entra/replication.ts';
export { createEntraService } from './entra/service.ts';
export { EntraTenant, type EntraTenantOptions } from './entra/tenant.ts';
export type { TrustedSubject } from './entra/trusted-subject.ts';
export { FAULTS, faultOf } from './faults/faults.ts';
export { GRAPH_FAULTS } from './faults/graph-faults.ts';
export { HOSTILE_TEXT } from './faults/hostile-text.ts';
export {
  type IamRefusal,
  type IamRefusalOptions,
  type InjectedRefusals,
  refuseIam,
} from './faults/iam-refusals.ts';
export { type InjectedFault, injectFault } from './faults/inject.ts';
export type {
  FaultyService,
  NamedFault,
  ServiceFault,
  SpoiltService,
} from './faults/named-fault.ts';
export { createGraphService } from './graph/service.ts';
export type { Fault, Intercept, InterceptResult } from './http/fault.ts';
export type {
  HttpHandler,
  HttpRequest,
  HttpResponse,
  RecordedRequest,
  ServiceName,
} from './http/message.ts';
export { PublishedIssuer } from './openid/published-issuer.ts';
export {
  type PersonScenario,
  type PersonScenarioOptions,
  personScenario,
} from './person-scenario.ts';
export {
  type ForwardProxy,
  type ForwardProxyOptions,
  type RecordedConnect,
  startForwardProxy,
} from './proxy/forward-proxy.ts';
export {
  AzureJob,
  type AzureJobOptions,
  type AzureTaskStep,
} from './runner/azure-agent.ts';
export type { AzureEndpoint, AzureSecureFile } from './runner/azure-endpoints.ts';
export type { StepTarget, TaskRestrictions } from './runner/azure-restrictions.ts';
export type {
  AzureEvent,
  AzureIssue,
  AzureResult,
  AzureSetVariable,
  AzureStepResult,
} from './runner/azure-step.ts';
export type { AzureVariable } from './runner/azure-variables.ts';
export {
  type GitHubActionRun,
  type GitHubActionStep,
  GitHubJob,
  type GitHubJobOptions,
  runGitHubAction,
} from './runner/github-runner.ts';
export type { GitHubAnnotation, GitHubEvent, GitHubStepResult } from './runner/github-step.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export {
  type StandardScenario,
  type StandardScenarioOptions,
  standardScenario,
  tightTrustPolicy,
} from './standard-scenario.ts';
