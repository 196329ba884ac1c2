import {
  isTransientRefusal,
  type NetworkResponse,
  parseJsonObject,
  quote,
  type ReachedService,
  readXml,
  retryAfterMs,
  type ServiceAnswer,
  StepFailure,
  textAt,
  transientAnswer,
  UnreadableXml,
} from '@entra-aws-creds/core/services';
import type { AwsService } from './aws-service.ts';

export function reached({ name, variable }: AwsService): ReachedService {
  return {
    name,
    unreachable: 'EAC_AUTOMATION_UNREACHABLE',
    answer: 'EAC_AUTOMATION_ANSWER',
    namedBy: `"--aws-endpoint", ${variable} and AWS_ENDPOINT_URL`,
  };
}

/** An error answer, told by what was attempted. */
export function refusal(
  answer: NetworkResponse,
  service: AwsService,
  operation: string,
  asking: string,
  host: string,
  now: Date,
): StepFailure {
  const said = { ...errorIn(answer.body), service: service.name, status: answer.status };
  const { code } = said;
  if (code === undefined) return notOfService(answer, service, host, now);
  const details = { answer: said, transient: transient(answer, said, now) };
  if (/^(?:AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(code)) {
    return new StepFailure(
      'EAC_AUTOMATION_DENIED',
      `${asking} failed: the AWS credentials may not do that.`,
      `They must be of the central account, with ${service.permissions}:${operation} allowed; its answer says whose policy lacks or denies it.`,
      details,
    );
  }
  if (/^(?:ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature)/.test(code)) {
    return new StepFailure(
      'EAC_ADMIN_CREDENTIALS',
      `${asking} failed: ${service.name} does not accept the AWS credentials.`,
      'They have ended, were deleted or are of another partition: log in again, or name a profile with "--admin-aws-profile".',
      details,
    );
  }
  return new StepFailure(
    'EAC_AUTOMATION_REFUSED',
    `${asking} failed: ${service.name} refused the request.`,
    `Its own words say why; look up the code in the API reference of ${operation}.`,
    details,
  );
}

/** An answer that is not in the form of the service: of whatever stands in front of it, or in its place. */
export function notOfService(
  answer: NetworkResponse,
  { name, variable }: AwsService,
  host: string,
  now: Date,
): StepFailure {
  const { status, headers } = answer;
  return new StepFailure(
    'EAC_AUTOMATION_ANSWER',
    `${host} answered HTTP ${status} with something that is not from ${name} (${quote(headers['content-type'] ?? 'no content type')}).`,
    `A proxy or firewall answered in its place, or "--aws-endpoint", ${variable} or AWS_ENDPOINT_URL names another server.`,
    { answer: { service: name, status }, transient: transientAnswer(answer, now) },
  );
}

function transient({ headers }: NetworkResponse, said: ServiceAnswer, now: Date) {
  return isTransientRefusal(said) ? { retryAfterMs: retryAfterMs(headers, now) } : undefined;
}

/** `__type` and `message` in JSON, or `Error` in XML. */
function errorIn(body: string): Pick<ServiceAnswer, 'code' | 'message'> {
  const object = parseJsonObject(body);
  if (object === undefined) return errorInXml(body);
  const text = (...names: readonly string[]) =>
    names.map((name) => object[name]).find((value) => typeof value === 'string');
  return {
    code: text('__type', 'code')?.split('#').at(-1)?.split(':')[0],
    message: text('message', 'Message'),
  };
}

function errorInXml(body: string): Pick<ServiceAnswer, 'code' | 'message'> {
  try {
    const root = readXml(body);
    return { code: textAt(root, 'Error', 'Code'), message: textAt(root, 'Error', 'Message') };
  } catch (error) {
    if (error instanceof UnreadableXml) return { code: undefined, message: undefined };
    throw error;
  }
}

/** Whether the service's answer has this code. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is StepFailure {
  return error instanceof StepFailure && codes.includes(error.answer?.code ?? '');
}
