import type { AwsAccount } from '../account.ts';
import { QueryError } from '../query-error.ts';
import type { JsonObject } from '../sts/web-identity/jwt.ts';
import type { JsonOperation } from './operation.ts';
import type { AwsExecution, AwsStateMachine } from './resources.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const STEP_FUNCTIONS_OPERATIONS: Readonly<Record<string, JsonOperation>> = {
  StartExecution: (account, { stateMachineArn, name, input }) => {
    const machine = machineOf(account, stateMachineArn);
    const execution = machine.start(String(name), JSON.parse(String(input ?? '{}')));
    return { executionArn: execution.arn, startDate: seconds(execution.started) };
  },
  ListExecutions: (account, { stateMachineArn, maxResults, nextToken }) => {
    const { executions } = machineOf(account, stateMachineArn);
    const start = Number(nextToken ?? 0);
    const end = start + Math.min(Number(maxResults ?? 100), LARGEST_PAGE);
    return {
      executions: executions.slice(start, end).map(listed),
      ...(executions.length > end && { nextToken: String(end) }),
    };
  },
  DescribeExecution: (account, { executionArn }) => {
    const execution = executionOf(account, executionArn);
    const { input, end } = execution;
    return {
      ...listed(execution),
      input: JSON.stringify(input),
      ...(end !== undefined && ('output' in end ? { output: JSON.stringify(end.output) } : end)),
    };
  },
  GetExecutionHistory: (account, { executionArn }) => {
    const { state, started } = executionOf(account, executionArn);
    const entered = {
      ...{ id: 2, timestamp: seconds(started), type: 'WaitStateEntered' },
      stateEnteredEventDetails: { name: state },
    };
    const begun = { id: 1, timestamp: seconds(started), type: 'ExecutionStarted' };
    return { events: state === '' ? [begun] : [entered, begun] };
  },
};

/** Smaller than that of AWS, so that pages are met. */
const LARGEST_PAGE = 50;

function machineOf({ regional }: AwsAccount, arn: unknown): AwsStateMachine {
  const found = regional.stateMachines.find((one) => one.arn === arn);
  if (found !== undefined) return found;
  throw new QueryError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

function executionOf({ regional }: AwsAccount, arn: unknown): AwsExecution {
  const all = regional.stateMachines.flatMap(({ executions }) => executions);
  const found = all.find((one) => one.arn === arn);
  if (found !== undefined) return found;
  throw new QueryError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function listed({ arn, name, status, started, stopped }: AwsExecution): JsonObject {
  return {
    executionArn: arn,
    name,
    status,
    startDate: seconds(started),
    ...(stopped && { stopDate: seconds(stopped) }),
  };
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}
