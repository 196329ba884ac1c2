import {
  FAILURE_CODES,
  type FailureCode,
  isTransientStatus,
  type NetworkResponse,
  parseJsonObject,
  quote,
  type ReachedService,
  type ServiceAnswer,
  StepFailure,
  transientAnswer,
} from '@entra-aws-creds/core/services';

export const DIRECTORY_API: ReachedService = {
  name: 'the directory API',
  unreachable: 'EAC_API_UNREACHABLE',
  answer: 'EAC_API_ANSWER',
  namedBy: 'the address of the directory API',
};

/**
 * An answer of the API that is an error. Its own code becomes that of the failure, so that whoever asked through it
 * sees what it would have seen by asking Graph itself.
 *
 * @param asking what was asked, as the subject of a sentence
 */
export function apiAnswerFailure(
  answer: NetworkResponse,
  asking: string,
  host: string,
  now: Date,
): StepFailure {
  const problem = /^application\/problem\+json\b/i.test(answer.headers['content-type'] ?? '')
    ? parseJsonObject(answer.body)
    : undefined;
  const { code, detail, hint } = problem ?? {};
  const said: ServiceAnswer = {
    service: 'directory API',
    status: answer.status,
    code: textOf(code),
    message: textOf(detail),
  };
  if (isForNow(answer, problem !== undefined)) {
    return new StepFailure(
      'EAC_API_UNAVAILABLE',
      `${asking} failed: the directory API cannot do it at the moment.`,
      'It is asked again by itself for a while. If that persists, look at the log of its function app.',
      { answer: said, transient: transientAnswer(answer, now) },
    );
  }
  if (problem === undefined) {
    return new StepFailure(
      'EAC_API_ANSWER',
      `${asking} failed: ${host} answered HTTP ${answer.status} (${quote(answer.headers['content-type'] ?? 'no content type')}), which is not from the directory API.`,
      'Check the address of the API, and any proxy on the way; the function app itself answers so while it is stopped.',
      { answer: { service: 'directory API', status: answer.status } },
    );
  }
  return new StepFailure(
    FAILURE_CODES.find((one): one is FailureCode => one === code) ?? 'EAC_API_REFUSED',
    `${asking} failed: the directory API refused it.`,
    textOf(hint) ?? 'Its own words say why.',
    { answer: said },
  );
}

/** The API says when to come again where that is of use: its other 5xx are the faults of its own set-up. */
function isForNow({ status, headers }: NetworkResponse, isOfTheApi: boolean): boolean {
  return isTransientStatus(status) && (!isOfTheApi || headers['retry-after'] !== undefined);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
