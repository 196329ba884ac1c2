import type { FaultyService } from '@entra-aws-creds/sandbox';

/** What a step comes to under a fault. */
export interface Expected {
  /** A failure code; `…` stands for `EAC_ENTRA` or `EAC_STS`. */
  readonly outcome: 'success' | `…_${string}` | `EAC_${string}`;
  /** Requests to the faulty service; where TLS fails, connections. */
  readonly attempts: number;
  /** Instead of those of the matrix. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly leastSeconds?: number;
  /** Told besides; without, none. */
  readonly warnings?: number;
}

/** Small enough for a matrix, and large enough for each fault to show what it does. */
export const MATRIX_INPUTS = { 'retry-max-attempts': '3', 'action-timeout-s': '12' };
/** With these, one request may take 2 seconds. */
const BRIEF = { 'retry-max-attempts': '2', 'action-timeout-s': '8' };

const fine: Expected = { outcome: 'success', attempts: 1 };
const answer: Expected = { outcome: '…_ANSWER', attempts: 1 };
const unavailable: Expected = { outcome: '…_UNAVAILABLE', attempts: 3 };
const unreachable: Expected = { outcome: '…_UNREACHABLE', attempts: 3 };
const timeout: Expected = { outcome: '…_TIMEOUT', attempts: 2, inputs: BRIEF };
const untrusted: Expected = { outcome: '…_TLS', attempts: 1 };
const unreadable: Expected = { outcome: 'EAC_TOKEN_UNREADABLE', attempts: 1 };
const ofOthers: Expected = { outcome: 'EAC_TOKEN_TENANT', attempts: 1 };

const EITHER: Readonly<Record<string, Expected>> = {
  delay: fine,
  hang: timeout,
  'hang-once': { outcome: 'success', attempts: 2, inputs: BRIEF },
  reset: unreachable,
  'reset-once': { outcome: 'success', attempts: 2 },
  'reset-mid-body': unreachable,
  truncated: unreachable,
  drip: timeout,
  oversized: answer,
  'no-answer': unreachable,
  'not-http': answer,
  'endless-header': answer,
  'tls-expired': untrusted,
  'tls-not-yet-valid': untrusted,
  'tls-other-host': untrusted,
  'tls-self-signed': untrusted,
  'tls-intercepted': untrusted,
  'tls-none': untrusted,
  'tls-hang': timeout,
  'http-429': unavailable,
  'http-429-seconds': { outcome: 'success', attempts: 2, leastSeconds: 2 },
  'http-429-date': { outcome: 'success', attempts: 2, leastSeconds: 2 },
  'http-429-an-hour': { outcome: '…_UNAVAILABLE', attempts: 1 },
  'http-429-nonsense': unavailable,
  'http-500': unavailable,
  'http-501': unavailable,
  'http-502': unavailable,
  'http-503': unavailable,
  'http-504': unavailable,
  'http-503-twice': { outcome: 'success', attempts: 3 },
  'redirect-301': answer,
  'redirect-302': answer,
  'redirect-303': answer,
  'redirect-307': answer,
  'redirect-308': answer,
  'html-page': answer,
  'html-403': answer,
  'empty-body': answer,
  'other-format': answer,
  'other-content-type': fine,
  'not-utf-8': answer,
  compressed: answer,
};

const ENTRA: Readonly<Record<string, Expected>> = {
  'json-cut': answer,
  'json-deep': answer,
  'json-list': answer,
  'json-no-token': answer,
  'json-token-number': answer,
  'json-proto': answer,
  'aadsts-transient': unavailable,
  'aadsts-refusal': { outcome: 'EAC_ENTRA_CERTIFICATE_REFUSED', attempts: 1 },
  'hostile-error': { outcome: 'EAC_ENTRA_REFUSED', attempts: 1 },
  'token-hostile-subject': unreadable,
  'token-hostile-audience': unreadable,
  'token-other-tenant': ofOthers,
  'token-other-issuer': ofOthers,
  'token-no-subject': unreadable,
  'token-proto': unreadable,
  'token-expired': { outcome: 'EAC_TOKEN_EXPIRING', attempts: 1 },
  'token-endless': unreadable,
  'token-huge': unreadable,
  'token-opaque': unreadable,
};

const FIELDS = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration', 'Arn'];
const STS: Readonly<Record<string, Expected>> = {
  'sts-throttling': unavailable,
  'sts-idp-communication': unavailable,
  'sts-verification-key': unavailable,
  'sts-internal': unavailable,
  'sts-duration': { outcome: 'EAC_STS_REFUSED', attempts: 1 },
  'sts-access-denied': { outcome: 'EAC_STS_ACCESS_DENIED', attempts: 1 },
  'hostile-error': { outcome: 'EAC_STS_REFUSED', attempts: 1 },
  'xml-cut': answer,
  'xml-garbage': answer,
  'xml-deep': answer,
  'xml-entities': answer,
  'xml-external-entity': answer,
  ...Object.fromEntries(
    FIELDS.flatMap((field) =>
      ['without', 'empty', 'hostile'].map((how) => [`${how}-${field}`, answer]),
    ),
  ),
  // The matrix gives "sts-endpoint", so that this may be an STS that knows no roles.
  'without-Arn': { ...fine, warnings: 1 },
  'empty-Arn': { ...fine, warnings: 1 },
  'expired-credentials': answer,
  'other-role': answer,
  'other-account': answer,
  'error-with-200': answer,
};

/** Undefined for a fault that nobody has thought about, which is a mistake of the matrix. */
export function expectedOutcome(service: FaultyService, fault: string): Expected | undefined {
  const own = service === 'entra' ? ENTRA : STS;
  const expected = own[fault] ?? EITHER[fault];
  const prefix = service === 'entra' ? 'EAC_ENTRA' : 'EAC_STS';
  const outcome = expected?.outcome.replace('…', prefix) as Expected['outcome'] | undefined;
  return expected && outcome && { ...expected, outcome };
}
