export { camelCase, INPUT_NAMES, type InputName } from './1-inputs/input-name.ts';
export type { PipelineRun } from './1-inputs/session-name.ts';
export type { Host, OutputName, ReportRow, VariableAlias } from './5-publish/host.ts';
export { type CleanUpHost, cleanUp } from './clean-up.ts';
export { FAILURE_CODES, type FailureCode, StepFailure } from './failure.ts';
export { nodePlatform } from './platform/node-platform.ts';
export type { Platform } from './platform/platform.ts';
export { runStep } from './step.ts';
