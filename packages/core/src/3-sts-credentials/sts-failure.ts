import { awsAnswer, awsAnswerHeaders } from '../failure/aws-answer.ts';
import type { FailureCode } from '../failure/failure-code.ts';
import { type ReachedService, serviceNetworkFailure } from '../failure/service-network-failure.ts';
import { type ServiceAnswer, StepFailure } from '../failure/step-failure.ts';
import { clockComparison } from '../platform/clock-skew.ts';
import type { NetworkResponse } from '../platform/network.ts';
import { retryAfterMs } from '../retry/retry-after.ts';
import { transientAnswer } from '../retry/transient.ts';
import { quote } from '../text/log-line.ts';
import { isThrottling, isTransientRefusal } from './transient-refusal.ts';

/** STS, as failures to reach it are worded. */
const STS: ReachedService = {
  name: 'STS',
  unreachable: 'EAC_STS_UNREACHABLE',
  tls: 'EAC_STS_TLS',
  timeout: 'EAC_STS_TIMEOUT',
  answer: 'EAC_STS_ANSWER',
  namedBy: '"aws-region" or "sts-endpoint"',
  machine: 'the machine that runs the job',
};

/** A request to STS that got no complete answer. */
export function stsNetworkFailure(error: unknown): unknown {
  return serviceNetworkFailure(error, 'Requesting credentials from STS', STS);
}

/** An answer that is not in the form of STS: of whatever stands in front of it, or in its place. */
export function stsPageFailure(answer: NetworkResponse, host: string, now: Date): StepFailure {
  const { status, headers } = answer;
  const said: ServiceAnswer = { service: 'STS', status };
  const transient = transientAnswer(answer, now);
  if (transient !== undefined) {
    const { code, message, hint } = generalDiagnosis(said);
    return new StepFailure(code, message, `${hint} ${pageHint(headers, host)}`, {
      answer: said,
      transient,
    });
  }
  if (status >= 300 && status < 400) {
    return new StepFailure(
      'EAC_STS_ANSWER',
      `${host} answered HTTP ${status} with a redirect, and a token is never sent on to another address.`,
      'Check "sts-endpoint"; a login portal of the network or a proxy on the way answers like this.',
      { answer: said },
    );
  }
  return new StepFailure(
    'EAC_STS_ANSWER',
    `${host} answered HTTP ${status} with something that is not XML (${contentTypeOf(headers)}).`,
    'A proxy or firewall answered in place of STS, or "sts-endpoint" is not an STS endpoint: open the host from the machine that runs the job.',
    { answer: said },
  );
}

/** Who may be asked about it besides AWS, when the answer is not in the form of STS. */
function pageHint(headers: NetworkResponse['headers'], host: string): string {
  return `The answer from ${host} is not XML (${contentTypeOf(headers)}), so it may come from a proxy or firewall on the way.`;
}

function contentTypeOf(headers: NetworkResponse['headers']): string {
  return quote(headers['content-type'] ?? 'no content type');
}

/** What an error answer means to the person who reads the log. */
export interface Diagnosis {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint: string;
}

/** An error answer with the diagnosis of whoever asked; a failure that is already reported stays as it is. */
export function stsRefusal(
  error: unknown,
  now: Date,
  diagnoseAnswer: (answer: ServiceAnswer, clock: string) => Diagnosis,
): StepFailure {
  if (error instanceof StepFailure) return error;
  if (!isRefusal(error)) return unreadableAnswer(error);
  const said = awsAnswer(error, 'STS');
  const headers = awsAnswerHeaders(error);
  const clock = clockComparison(headers['date'], 'STS', now);
  const { code, message, hint } = diagnoseAnswer(said, clock);
  return new StepFailure(code, message, hint, {
    answer: said,
    transient: isTransientRefusal(said) ? { retryAfterMs: retryAfterMs(headers, now) } : undefined,
  });
}

/** Only what a service says itself is marked with who is at fault; else the SDK choked on the answer. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && '$fault' in error;
}

/** The SDK's own sentence is left out: it quotes the answer, in which there may be credentials. */
function unreadableAnswer(error: unknown): StepFailure {
  const { status } = awsAnswer(error, 'STS');
  return new StepFailure(
    'EAC_STS_ANSWER',
    'STS answered with XML that cannot be read: it is truncated, or is not what STS sends.',
    'Run the job again; if it happens again, check "sts-endpoint", AWS_ENDPOINT_URL_STS and any proxy on the way.',
    { answer: { service: 'STS', status } },
  );
}

/** Of an answer that means the same whatever was asked. */
export function generalDiagnosis(said: ServiceAnswer): Diagnosis {
  if (isThrottling(said)) {
    return {
      code: 'EAC_STS_UNAVAILABLE',
      message: 'STS is throttling: too many requests came from this account or network at once.',
      hint: 'Run the job again in a few minutes, and start fewer jobs at the same moment.',
    };
  }
  if (isTransientRefusal(said)) {
    return {
      code: 'EAC_STS_UNAVAILABLE',
      message: 'STS cannot answer at the moment.',
      hint: 'Run the job again in a few minutes; see https://health.aws.amazon.com if it lasts.',
    };
  }
  if (said.code === 'MalformedPolicyDocument') {
    return {
      code: 'EAC_STS_REFUSED',
      message: 'STS rejects the session policy.',
      hint: 'Check "inline-session-policy" with the policy editor of IAM, and that every ARN of "managed-session-policies" exists.',
    };
  }
  if (said.code === 'PackedPolicyTooLarge') {
    return {
      code: 'EAC_STS_REFUSED',
      message: 'The session policies and tags together are larger than a session may carry.',
      hint: 'Shorten "inline-session-policy", or name fewer "managed-session-policies"; a managed policy of your own counts only by its ARN. In a chain, "custom-tags" count too, including those inherited from an earlier role.',
    };
  }
  return {
    code: 'EAC_STS_REFUSED',
    message: 'STS refused the request.',
    hint: 'Look up its code in the STS API reference (Common errors, and Errors of the call).',
  };
}

/** STS is off in a region that an account has not activated. */
export function regionDisabled(region: string, account: string): Diagnosis {
  return {
    code: 'EAC_STS_REGION_DISABLED',
    message: `STS is not active in ${region} for account ${account}.`,
    hint: 'Activate the region under Account settings in IAM, or choose another "aws-region".',
  };
}
