import { isJsonObject, type JsonObject } from '@entra-aws-creds/core/services';
import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { STEP_FUNCTIONS } from '../aws-services/aws-service.ts';

const EXECUTION_STATUSES = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** An execution as a list of them has it. */
export interface ListedExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly started: Date;
  /** Undefined while it runs. */
  readonly stopped: Date | undefined;
}

/** One execution, with what it was started for and what it came to. */
export interface DescribedExecution extends ListedExecution {
  /** JSON. */
  readonly input: unknown;
  /** JSON; undefined unless it succeeded. */
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Executions of state machines, as Step Functions tells of them and starts them. */
export class Executions {
  readonly #aws: AwsCaller;

  constructor(aws: AwsCaller) {
    this.#aws = aws;
  }

  /**
   * @returns its ARN
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  async start(stateMachineArn: string, name: string, input: object): Promise<string> {
    const answer = await this.#ask('StartExecution', `Starting the execution ${name}`, {
      stateMachineArn,
      name,
      input: JSON.stringify(input),
    });
    return text(answer['executionArn']);
  }

  /** The newest first, page by page. */
  async *list(stateMachineArn: string): AsyncGenerator<ListedExecution> {
    let nextToken: unknown;
    do {
      const page = await this.#ask('ListExecutions', `Listing executions of ${stateMachineArn}`, {
        stateMachineArn,
        maxResults: 200,
        ...(typeof nextToken === 'string' && { nextToken }),
      });
      const { executions } = page;
      for (const one of Array.isArray(executions) ? executions : []) {
        if (isJsonObject(one)) yield listed(one);
      }
      nextToken = page['nextToken'];
    } while (typeof nextToken === 'string' && nextToken !== '');
  }

  async describe(arn: string): Promise<DescribedExecution> {
    const found = await this.#ask('DescribeExecution', `Looking at the execution ${arn}`, {
      executionArn: arn,
    });
    return {
      ...listed(found),
      input: parsed(found['input']),
      output: parsed(found['output']),
      error: optional(found['error']),
      cause: said(optional(found['cause'])),
    };
  }

  /** The state that a running execution is in; undefined where it is in none. */
  async stateOf(arn: string): Promise<string | undefined> {
    const { events } = await this.#ask('GetExecutionHistory', `Looking at the execution ${arn}`, {
      executionArn: arn,
      maxResults: 20,
      reverseOrder: true,
      includeExecutionData: false,
    });
    for (const event of Array.isArray(events) ? events : []) {
      const details = isJsonObject(event) ? event['stateEnteredEventDetails'] : undefined;
      if (isJsonObject(details)) return optional(details['name']);
    }
    return undefined;
  }

  #ask(operation: string, asking: string, input: object): Promise<JsonObject> {
    return this.#aws.json({
      service: STEP_FUNCTIONS,
      target: 'AWSStepFunctions',
      operation,
      asking,
      input,
    });
  }
}

function listed(found: JsonObject): ListedExecution {
  const status = EXECUTION_STATUSES.find((one) => one === found['status']);
  return {
    arn: text(found['executionArn']),
    name: text(found['name']),
    status: status ?? 'RUNNING',
    started: date(found['startDate']) ?? new Date(0),
    stopped: date(found['stopDate']),
  };
}

/** Seconds since 1970, with a fraction. */
function date(value: unknown): Date | undefined {
  return typeof value === 'number' ? new Date(value * 1000) : undefined;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Of a function that failed, Step Functions keeps what Lambda said as JSON. */
function said(cause: string | undefined): string | undefined {
  const object = parsed(cause);
  const message = isJsonObject(object) ? object['errorMessage'] : undefined;
  return typeof message === 'string' ? message : cause;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
