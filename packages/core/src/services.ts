/** What packages use that speak to further services over core's network, with core's retries and failures. */

export { type IamEndpoint, iamRegionOf } from './1-inputs/aws/iam-endpoint.ts';
export { type Partition, partitionById, partitionOfRegion } from './1-inputs/aws/partition.ts';

export { parseRegion, type Region } from './1-inputs/aws/region.ts';
export type { StsEndpoint } from './1-inputs/aws/sts-endpoint.ts';
export type { AuthorityHost } from './1-inputs/entra/authority-host.ts';
export { assumeRole } from './3-sts-credentials/assumed-role.ts';
export { type CallerIdentity, callerIdentity } from './3-sts-credentials/caller-identity.ts';
export { parseSessionCredentials } from './3-sts-credentials/session-credentials.ts';
export { stsClient } from './3-sts-credentials/sts-client.ts';
export { generalDiagnosis, stsRefusal } from './3-sts-credentials/sts-failure.ts';
export {
  isThrottling,
  isTransientRefusal,
} from './3-sts-credentials/transient-refusal.ts';
export type { ServiceInputs } from './exchange/online-work.ts';
export { awsAnswer, awsAnswerHeaders } from './failure/aws-answer.ts';
export { addressOf } from './failure/documentation.ts';
export { FAILURE_CODES, type FailureCode } from './failure/failure-code.ts';
export { type ReachedService, serviceNetworkFailure } from './failure/service-network-failure.ts';
export { type ServiceAnswer, StepFailure } from './failure/step-failure.ts';
export { awsClientSettings, keepPath, type SigningKeys } from './platform/aws-client-settings.ts';
export { AwsRequestHandler } from './platform/aws-request-handler.ts';
export type { NetworkRequest, NetworkResponse } from './platform/network.ts';
export type { OnlinePlatform } from './platform/platform.ts';
export { type SignedService, signedRequest } from './platform/signed-request.ts';
export { callWithRetries } from './retry/attempts.ts';
export { retryAfterMs } from './retry/retry-after.ts';
export { isTransientStatus, transientAnswer } from './retry/transient.ts';
export { isJsonObject, type JsonObject, parseJsonObject } from './text/json-object.ts';
export { plainText, quote } from './text/log-line.ts';
export { Secret } from './text/secret.ts';
export { readXml, textAt, UnreadableXml, type XmlElement } from './text/xml-element.ts';
