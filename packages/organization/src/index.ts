export { type Decision, decide } from './decision/decision.ts';
export { type Invitation, invitationOf } from './decision/invitation.ts';
export { federatedBy, loginsOf } from './decision/role-tags.ts';
export { boundStatus, failureStatus } from './decision/status.ts';
export {
  type NoRoleEvent,
  ROLE_EVENTS,
  type RoleEvent,
  readRoleEvent,
} from './event/cloud-trail-event.ts';
export { executionName, type Look, readLook } from './event/look.ts';
export { type Route, routeEvent, type Surroundings } from './event/routing.ts';
export { parseAllowedSubjects } from './lambda/allowed-subjects.ts';
export { type CentralSettings, readCentralSettings } from './lambda/environment.ts';
export type { StartExecution } from './lambda/executions.ts';
export {
  listAccountsHandler,
  type NightlyWorld,
  reconcileAccountHandler,
  summarizeHandler,
} from './lambda/nightly-handlers.ts';
export { type RouterWorld, routerHandler } from './lambda/router-handler.ts';
export { parseSecretArn, type SecretArn } from './lambda/secret-arn.ts';
export { type TaskHandler, type TaskName, taskHandler } from './lambda/task-handlers.ts';
export type { Around } from './lambda/with-task-world.ts';
export type { AccountReport, PlannedRole } from './nightly/account-report.ts';
export type { NightReport } from './nightly/night.ts';
export { type NightlyOrder, readNightlyOrder } from './nightly/nightly-order.ts';
export {
  type OrganizationAccounts,
  organizationAccounts,
} from './nightly/organization-accounts.ts';
export { type LookingWorld, type PlannedAccount, planAccount } from './nightly/plan-account.ts';
export { type ReconciledAccount, reconcileAccount } from './nightly/reconcile-account.ts';
export type { AllowedSubjects, Settings } from './settings.ts';
export type { KnownIdentity } from './tasks/aws-half.ts';
export {
  addAudienceIdProvider,
  assignRoleToAudience,
  confirmBinding,
  createServicePrincipal,
} from './tasks/bind.ts';
export { observeRole, type Seen } from './tasks/observe.ts';
export { reportFailure } from './tasks/report.ts';
export { taskError } from './tasks/task-error.ts';
export type { TaskWorld } from './tasks/task-world.ts';
export { deleteServicePrincipal } from './tasks/unbind.ts';
