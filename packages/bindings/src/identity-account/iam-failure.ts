import {
  awsAnswer,
  awsAnswerHeaders,
  isTransientRefusal,
  type NetworkResponse,
  quote,
  type ReachedService,
  retryAfterMs,
  StepFailure,
  transientAnswer,
} from '@entra-aws-creds/core/services';

export const IAM: ReachedService = {
  name: 'IAM',
  unreachable: 'EAC_IAM_UNREACHABLE',
  answer: 'EAC_IAM_ANSWER',
  namedBy: '"iam-endpoint"',
};

/** What IAM calls what is not there. */
export const ABSENT = 'NoSuchEntity';
/** What IAM calls what is there already. */
export const PRESENT = 'EntityAlreadyExists';

/** Codes that are transient although IAM calls them the request's fault: somebody else is writing the same. */
const TRANSIENT = /^(?:ConcurrentModification|EntityTemporarilyUnmodifiable)$/;

/**
 * An error answer of IAM, told by what was attempted.
 *
 * @param asking the subject of a sentence: `Creating the role "deploy"`
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function iamRefusal(error: unknown, asking: string, action: string, now: Date): StepFailure {
  if (error instanceof StepFailure) return error;
  const said = awsAnswer(error, 'IAM');
  const { code = '' } = said;
  if (isTransientRefusal(said) || TRANSIENT.test(code)) {
    return new StepFailure(
      'EAC_IAM_UNAVAILABLE',
      `${asking} failed: IAM cannot answer at the moment.`,
      'Run the command again in a few minutes: it goes on from where it is.',
      { answer: said, transient: { retryAfterMs: retryAfterMs(awsAnswerHeaders(error), now) } },
    );
  }
  if (/^(?:AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(code)) {
    return new StepFailure(
      'EAC_IAM_DENIED',
      `${asking} failed: the AWS credentials may not do that.`,
      `Whoever administers the account has to allow ${action}; its answer says whether a policy of theirs lacks it, or one of the organization denies it.`,
      { answer: said },
    );
  }
  if (
    /^(?:ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|IncompleteSignature)/.test(code)
  ) {
    return new StepFailure(
      'EAC_ADMIN_CREDENTIALS',
      `${asking} failed: IAM does not accept the AWS credentials.`,
      'They have ended, were deleted or are of another partition: log in again, or name a profile with "--admin-aws-profile".',
      { answer: said },
    );
  }
  if (code === 'LimitExceeded') {
    return new StepFailure(
      'EAC_IAM_QUOTA',
      `${asking} failed: a limit of the account is reached.`,
      'Its answer names the limit; most can be raised in Service Quotas.',
      { answer: said },
    );
  }
  return new StepFailure(
    'EAC_IAM_REFUSED',
    `${asking} failed: IAM refused the request.`,
    `Its own words say why; look up the code in the IAM API reference of ${action.replace('iam:', '')}.`,
    { answer: said },
  );
}

/** An answer that is not in the form of IAM: of whatever stands in front of it, or in its place. */
export function iamPageFailure(answer: NetworkResponse, host: string, now: Date): StepFailure {
  const { status, headers } = answer;
  const transient = transientAnswer(answer, now);
  return new StepFailure(
    transient ? 'EAC_IAM_UNAVAILABLE' : 'EAC_IAM_ANSWER',
    `${host} answered HTTP ${status} with something that is not from IAM (${quote(headers['content-type'] ?? 'no content type')}).`,
    'A proxy or firewall answered in its place, or "iam-endpoint" names another server.',
    { answer: { service: 'IAM', status }, transient },
  );
}

/** Whether IAM's answer has this code. */
export function isCode(error: unknown, code: string): boolean {
  return awsAnswer(error, 'IAM').code === code;
}
