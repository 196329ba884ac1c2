/** What the command line asks of an automation that is deployed, or is to be. */

export { type AwsAccess, AwsCaller } from './aws-services/aws-caller.ts';
export { AWS_SERVICES, type AwsService } from './aws-services/aws-service.ts';
export { type Deployment, readDeployment } from './deployment/deployment.ts';
export {
  type CommandStep,
  type DeploymentPlan,
  deploymentSteps,
} from './deployment/deployment-plan.ts';
export { type RemovalPlan, removalSteps } from './deployment/removal-steps.ts';
export type { CheckName, DeploymentCheck } from './doctor/deployment-check.ts';
export { type DoctorWorld, examine } from './doctor/doctor.ts';
export type { EntraReader } from './doctor/entra-checks.ts';
export type { OrganizationMember } from './doctor/member-checks.ts';
export { type Outcome, outcomeOf } from './executions/awaited.ts';
export { type DescribedExecution, Executions } from './executions/executions.ts';
export { orderLook, orderNight } from './executions/order.ts';
export { type StartedByNight, startedByNight } from './executions/started-by-night.ts';
export type { AccountReport, PlannedDeed, PlannedRole } from './nightly/account-report.ts';
export type { NightReport } from './nightly/night.ts';
export type { NightlyOrder } from './nightly/nightly-order.ts';
export { type AutomationStatus, automationStatus } from './status/automation-status.ts';
export { reportIn } from './status/last-night.ts';
export { type FailedRole, failedRole } from './status/open-failures.ts';
