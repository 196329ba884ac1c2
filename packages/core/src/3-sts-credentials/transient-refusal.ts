import type { ServiceAnswer } from '../failure/step-failure.ts';
import { isTransientStatus } from '../retry/transient.ts';

/**
 * Codes by which AWS says "not now"; most of them come with HTTP 400.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const THROTTLING_CODES = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'BandwidthLimitExceeded',
  'SlowDown',
]);
const TRANSIENT_CODES = new Set([
  ...THROTTLING_CODES,
  'IDPCommunicationError',
  'ServiceUnavailable',
  'InternalFailure',
  'InternalError',
]);

/** STS gives an issuer five seconds to show its keys, and blames the token when it does not. */
const KEYS_NOT_READ = /verification key/i;

/** Whether STS may answer otherwise when it is asked the same again. */
export function isTransientRefusal({
  status = 0,
  code = '',
  message = '',
}: ServiceAnswer): boolean {
  if (isTransientStatus(status) || TRANSIENT_CODES.has(code)) return true;
  return code === 'InvalidIdentityToken' && KEYS_NOT_READ.test(message);
}

/** Whether it was asked too often, rather than being unwell. */
export function isThrottling({ status, code = '' }: ServiceAnswer): boolean {
  return status === 429 || THROTTLING_CODES.has(code);
}
