/** What programs use that run in Azure, with an identity of their own, and answer requests. */

export { parseAccountId } from './1-inputs/aws/account-id.ts';
export { RoleArn } from './1-inputs/aws/role-arn.ts';
export { isSessionTag, MOST_TAGS } from './1-inputs/aws/session-tags.ts';
export { parseAudience } from './1-inputs/entra/audience.ts';
export {
  type AuthorityHost,
  PUBLIC_CLOUD,
  parseAuthorityHost,
} from './1-inputs/entra/authority-host.ts';
export { type ClientId, isGuid, parseClientId } from './1-inputs/entra/tenant-id.ts';
export { InputProblem } from './1-inputs/input-problem.ts';
export { isRight } from './1-inputs/input-reader.ts';
export { parseServiceAddress, SettingsReader } from './1-inputs/settings-reader.ts';
export { findManagedIdentityEndpoint } from './credential/managed/managed-identity-endpoint.ts';
export { logInAsMachine } from './credential/managed/managed-identity-login.ts';
export { StepFailure } from './failure/step-failure.ts';
export { type Network, NetworkFailure, type NetworkResponse } from './platform/network.ts';
export { STRAIGHT } from './platform/network-route.ts';
export { nodePlatform } from './platform/node-platform.ts';
export type { MaskingPlatform, Platform } from './platform/platform.ts';
export { isJsonObject, type JsonObject, parseJsonObject } from './text/json-object.ts';
export { plainText, quote } from './text/log-line.ts';
export { Secret } from './text/secret.ts';
