/** What programs use that are not a step of a job: the command line and the automation. */

export type { RawInputs } from './1-inputs/input-name.ts';
export { SECRET_INPUT_NAMES } from './1-inputs/input-name.ts';
export { processOutput } from './5-publish/renewal-plan.ts';
export {
  type CheckedExchange,
  type ExchangeHost,
  runExchange,
} from './exchange/checked-exchange.ts';
export { asStepFailure, StepFailure } from './failure/step-failure.ts';
export { nodePlatform } from './platform/node-platform.ts';
export type { Platform } from './platform/platform.ts';
export { RELEASE } from './release.ts';
