import { randomUUID } from 'node:crypto';
import type { HttpResponse } from '../http/message.ts';
import type { Sandbox } from '../sandbox.ts';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * What IAM refuses with whatever is asked, by the names of its answers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Errors
 */
const REFUSALS = {
  Throttling: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
  ConcurrentModification: {
    status: 409,
    code: 'ConcurrentModification',
    message:
      'The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a few minutes and submit your request again.',
  },
  EntityTemporarilyUnmodifiable: {
    status: 409,
    code: 'EntityTemporarilyUnmodifiable',
    message:
      'The request was rejected because it referenced an entity that is temporarily unmodifiable.',
  },
  ServiceFailure: {
    status: 500,
    code: 'ServiceFailure',
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  },
  ServiceUnavailable: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The request has failed due to a temporary failure of the server.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export type IamRefusal = keyof typeof REFUSALS;

export interface IamRefusalOptions {
  /** Operations, such as `CreateRole`; every one without. */
  readonly of?: readonly string[];
  /** How many calls are refused before all is well; every one without. */
  readonly first?: number;
  /** Refuses only what goes beyond so many calls in one second of the sandbox's clock. */
  readonly beyondPerSecond?: number;
}

export interface InjectedRefusals {
  /** How many calls were refused so far. */
  readonly count: number;
  remove(): void;
}

/** Lets IAM refuse calls without looking at them, on top of what `sandbox.intercept` does. */
export function refuseIam(
  sandbox: Pick<Sandbox, 'aws' | 'intercept'>,
  refusal: IamRefusal,
  options: IamRefusalOptions = {},
): InjectedRefusals {
  const { of: operations, first = Number.POSITIVE_INFINITY, beyondPerSecond = 0 } = options;
  const before = sandbox.intercept;
  const inSecond = { second: 0, calls: 0 };
  let count = 0;
  sandbox.intercept = (service, request) => {
    const operation = new URLSearchParams(request.body).get('Action') ?? '';
    const isMeant = operations === undefined || operations.includes(operation);
    if (service !== 'iam' || !isMeant || count >= first) return before?.(service, request);
    const second = Math.floor(sandbox.aws.now().getTime() / 1000);
    if (second !== inSecond.second) Object.assign(inSecond, { second, calls: 0 });
    inSecond.calls += 1;
    if (inSecond.calls <= beyondPerSecond) return before?.(service, request);
    count += 1;
    return refusalAnswer(REFUSALS[refusal]);
  };
  return {
    get count() {
      return count;
    },
    remove: () => {
      sandbox.intercept = before;
    },
  };
}

function refusalAnswer({ status, code, message }: Refusal): HttpResponse {
  const requestId = randomUUID();
  const type = status < 500 ? 'Sender' : 'Receiver';
  const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>\n`;
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
