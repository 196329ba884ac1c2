/** What programs use that are not a step of a job: the command line and the automation. */

export type { RawInputs } from './1-inputs/input-name.ts';
export { SECRET_INPUT_NAMES } from './1-inputs/input-name.ts';
export type { AccessToken } from './2-entra-token/access-token.ts';
export type { SessionCredentials } from './3-sts-credentials/session-credentials.ts';
export { processOutput } from './5-publish/renewal-plan.ts';
export type {
  BrowserVisit,
  DeviceCode,
  LoginStore,
  Person,
  SignInOutcome,
} from './credential/person/person.ts';
export { personalCredentials } from './credential/person/personal-credentials.ts';
export {
  type CheckedExchange,
  runExchange,
  type UseExchange,
} from './exchange/checked-exchange.ts';
export { runLogin } from './exchange/login-alone.ts';
export type { ExchangeHost } from './exchange/told-work.ts';
export { asStepFailure, StepFailure } from './failure/step-failure.ts';
export { NetworkFailure } from './platform/network.ts';
export { nodePlatform } from './platform/node-platform.ts';
export type { OnlinePlatform, Platform } from './platform/platform.ts';
export { RELEASE } from './release.ts';
export { callPatiently } from './retry/attempts.ts';
export { Secret } from './text/secret.ts';
