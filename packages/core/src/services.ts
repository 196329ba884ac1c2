/** What packages use that speak to further services over core's network, with core's retries and failures. */

export { type Partition, partitionById, partitionOfRegion } from './1-inputs/aws/partition.ts';

export {
  isThrottling,
  isTransientRefusal,
} from './3-sts-credentials/transient-refusal.ts';
export { type ReachedService, serviceNetworkFailure } from './failure/service-network-failure.ts';
export { type ServiceAnswer, StepFailure } from './failure/step-failure.ts';
export { awsClientSettings, keepPath, type SigningKeys } from './platform/aws-client-settings.ts';
export { AwsRequestHandler } from './platform/aws-request-handler.ts';
export type { NetworkRequest, NetworkResponse } from './platform/network.ts';
export type { OnlinePlatform } from './platform/platform.ts';
export { callWithRetries } from './retry/attempts.ts';
export { retryAfterMs } from './retry/retry-after.ts';
export { isTransientStatus, transientAnswer } from './retry/transient.ts';
export { isJsonObject, type JsonObject, parseJsonObject } from './text/json-object.ts';
export { plainText, quote } from './text/log-line.ts';
export { Secret } from './text/secret.ts';
