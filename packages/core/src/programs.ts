/** What programs use that are not a step of a job: the command line and the automation. */

export { type AccountId, parseAccountId } from './1-inputs/aws/account-id.ts';
export { parseProfileName } from './1-inputs/aws/profile.ts';
export { RoleArn } from './1-inputs/aws/role-arn.ts';
export { parseAudience } from './1-inputs/entra/audience.ts';
export { PUBLIC_CLOUD, parseAuthorityHost } from './1-inputs/entra/authority-host.ts';
export type { EntraApplication } from './1-inputs/entra/entra-application.ts';
export {
  type ClientId,
  parseClientId,
  parseTenantId,
  type TenantId,
} from './1-inputs/entra/tenant-id.ts';
export { type InputName, type RawInputs, SECRET_INPUT_NAMES } from './1-inputs/input-name.ts';
export { InputProblem } from './1-inputs/input-problem.ts';
export { allRight, isRight, type OrWrong } from './1-inputs/input-reader.ts';
export { parseServiceAddress, SettingsReader } from './1-inputs/settings-reader.ts';
export type { StepInputs as CheckedInputs } from './1-inputs/step-inputs.ts';
export {
  type AccessToken,
  parseAccessToken,
} from './2-entra-token/access-token.ts';
export type { SessionCredentials } from './3-sts-credentials/session-credentials.ts';
export { newFolderName, writeFolder } from './5-publish/job-folder.ts';
export { type PrivateProfile, privateProfile, withoutRivals } from './5-publish/private-profile.ts';
export { argumentText, processArgument, processCommand } from './5-publish/process-command.ts';
export { CONSULTED_VARIABLES, processOutput } from './5-publish/renewal-plan.ts';
export { CONFIG, CREDENTIALS, userFilePath } from './5-publish/user-files.ts';
export { ENDPOINT_VARIABLES } from './credential/managed/managed-identity-endpoint.ts';
export { handedIdToken } from './credential/person/handed-id-token.ts';
export type {
  BrowserVisit,
  DeviceCode,
  LoginStore,
  Person,
  SignInOutcome,
} from './credential/person/person.ts';
export { personalCredentials } from './credential/person/personal-credentials.ts';
export { accessTokenFor } from './credential/person/wanted-token.ts';
export type { Check, CheckFailure } from './diagnosis/check.ts';
export type { ChecklistReader } from './diagnosis/checklist.ts';
export { diagnose } from './diagnosis/diagnose.ts';
export { logInByCertificate } from './exchange/certificate-login.ts';
export {
  attemptExchange,
  type CheckedExchange,
  runExchange,
  type UseExchange,
} from './exchange/checked-exchange.ts';
export { checkInputs } from './exchange/checked-inputs.ts';
export { runLogin } from './exchange/login-alone.ts';
export { attemptOnline, runOnline } from './exchange/online-work.ts';
export { type AwsIdentity, logInAsAwsRole } from './exchange/outbound-login.ts';
export { inTurn } from './exchange/process-turn.ts';
export { type AskingProgram, exchangeForProgram } from './exchange/programs-exchange.ts';
export type { ExchangeHost } from './exchange/told-work.ts';
export type { FailureCode } from './failure/failure-code.ts';
export { asStepFailure, StepFailure } from './failure/step-failure.ts';
export type { ProcessProgram } from './job/job-host.ts';
export { type FoundCredentials, signingKeys } from './platform/aws-client-settings.ts';
export { NetworkFailure } from './platform/network.ts';
export { guestPlatform, nodePlatform } from './platform/node-platform.ts';
export type { MaskingPlatform, OnlinePlatform, Platform } from './platform/platform.ts';
export { writeAtOnce } from './platform/standard-streams.ts';
export { RELEASE } from './release.ts';
export { renewCredentials } from './renew.ts';
export { callWithRetries } from './retry/attempts.ts';
export { backOffMs } from './retry/back-off.ts';
export { isTransientStatus } from './retry/transient.ts';
export { plainText, quote } from './text/log-line.ts';
export { Secret } from './text/secret.ts';
export { sha256 } from './text/sha256.ts';
export { shellWord } from './text/shell-word.ts';
export { type WhoAmI, whoAmI } from './who-am-i.ts';
