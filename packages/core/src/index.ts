export type {
  JobIdentity,
  OidcTokenRequest,
  SecureFile,
  ServiceConnection,
} from './1-inputs/entra/job-identity.ts';
export { camelCase, INPUT_NAMES, type InputName } from './1-inputs/input-name.ts';
export type { AgentNetwork } from './1-inputs/network/agent-network.ts';
export { FAILURE_CODES, type FailureCode } from './failure/failure-code.ts';
export { StepFailure } from './failure/step-failure.ts';
export type {
  JobHost,
  JobVariable,
  OutputName,
  Report,
  ReportDocument,
  SourceLocation,
  StepOutput,
  VariableAlias,
} from './job/job-host.ts';
export type { PipelineRun, RunOrigin } from './job/pipeline-run.ts';
export { nodePlatform, runInProcess } from './platform/node-platform.ts';
export type { Platform } from './platform/platform.ts';
export { type Renewal, renewCredentials } from './renewal.ts';
export { runStep } from './step.ts';
