export type {
  JobIdentity,
  OidcTokenRequest,
  SecureFile,
  ServiceConnection,
} from './1-inputs/entra/job-identity.ts';
export { camelCase, INPUT_NAMES, type InputName } from './1-inputs/input-name.ts';
export type { AgentNetwork } from './1-inputs/network/agent-network.ts';
export { FAILURE_CODES } from './failure/failure-code.ts';
export { StepFailure } from './failure/step-failure.ts';
export type {
  JobHost,
  JobVariable,
  Report,
  ReportDocument,
  SourceLocation,
  StepOutput,
} from './job/job-host.ts';
export type { PipelineRun, RunOrigin } from './job/pipeline-run.ts';
export { nodePlatform, runInProcess } from './platform/node-platform.ts';
export { renewCredentials } from './renewal.ts';
export { runStep } from './step.ts';
