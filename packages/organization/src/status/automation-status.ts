import type { AwsCaller } from '../aws-services/aws-caller.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { isComplete, type Stack } from '../deployment/stack.ts';
import {
  type ExecutionStatus,
  Executions,
  type ListedExecution,
} from '../executions/executions.ts';
import { type Alarm, readAlarms } from './alarms.ts';
import { lastNight, reportIn } from './last-night.ts';
import { type FailedRole, failedRole, openFailures } from './open-failures.ts';
import { messagesIn } from './queues.ts';

const DAY_MS = 86_400_000;
/** A night starts every day, and may take an hour or two. */
const NIGHT_IS_MISSING_AFTER_MS = 26 * 3_600_000;
/** How far back failures are looked for. */
const MEMORY_MS = 7 * DAY_MS;
const MOST_LISTED = 2_000;
const MOST_DESCRIBED = 10;

/** How the automation is. */
export interface AutomationStatus {
  readonly stack: Pick<Stack, 'name' | 'status' | 'why'>;
  /** Executions of the last 24 hours. */
  readonly day: { readonly succeeded: number; readonly failed: number; readonly running: number };
  /** Roles whose last execution of the last seven days failed: how many, and the newest of them. */
  readonly failedRoles: { readonly count: number; readonly newest: readonly FailedRole[] };
  /** The last night of all accounts; undefined: there was none yet. */
  readonly night: NightStatus | undefined;
  /** Events that wait, for somebody to see why. */
  readonly waiting: { readonly deadLetters: number; readonly routerFailures: number };
  readonly alarms: readonly Alarm[];
  /** What needs a person, in a sentence each. */
  readonly attention: readonly string[];
}

interface NightStatus {
  readonly execution: string;
  readonly started: Date;
  readonly status: ExecutionStatus;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly accounts: number | undefined;
  readonly bound: number | undefined;
  /** What it found to do. */
  readonly toDo: number | undefined;
}

/** @throws StepFailure `EAC_AUTOMATION_…` */
export async function automationStatus(
  deployment: Deployment,
  aws: AwsCaller,
  now: Date,
): Promise<AutomationStatus> {
  const executions = new Executions(aws);
  const [recent, night, deadLetters, routerFailures, alarms] = await Promise.all([
    recentExecutions(deployment.stateMachineArn, executions, now),
    nightStatus(deployment.nightlyStateMachineArn, executions),
    messagesIn(deployment.deadLettersUrl, aws),
    messagesIn(deployment.routerFailuresUrl, aws),
    readAlarms(aws),
  ]);
  const open = openFailures(recent);
  const newest: FailedRole[] = [];
  for (const { arn } of open.slice(0, MOST_DESCRIBED)) {
    newest.push(failedRole(await executions.describe(arn)));
  }
  const found = {
    stack: deployment.stack,
    day: ofDay(recent, now),
    failedRoles: { count: open.length, newest },
    night,
    waiting: { deadLetters, routerFailures },
    alarms,
  };
  const { name, status, why } = deployment.stack;
  return { ...found, stack: { name, status, why }, attention: attentionOf(found, now) };
}

async function recentExecutions(
  stateMachineArn: string,
  executions: Executions,
  now: Date,
): Promise<readonly ListedExecution[]> {
  const since = now.getTime() - MEMORY_MS;
  const found: ListedExecution[] = [];
  for await (const one of executions.list(stateMachineArn)) {
    if (one.started.getTime() < since || found.length === MOST_LISTED) break;
    found.push(one);
  }
  return found;
}

async function nightStatus(arn: string, executions: Executions): Promise<NightStatus | undefined> {
  const night = await lastNight(arn, executions);
  if (night === undefined) return undefined;
  const { started, status, error, cause } = night;
  const { accounts, bound, toDo } = reportIn(night.output) ?? {};
  return { execution: night.arn, started, status, error, cause, accounts, bound, toDo };
}

function ofDay(recent: readonly ListedExecution[], now: Date): AutomationStatus['day'] {
  const day = recent.filter(({ started }) => now.getTime() - started.getTime() < DAY_MS);
  const succeeded = day.filter(({ status }) => status === 'SUCCEEDED').length;
  const running = day.filter(({ status }) => status === 'RUNNING').length;
  return { succeeded, failed: day.length - succeeded - running, running };
}

type Found = Omit<AutomationStatus, 'attention' | 'stack'> & { readonly stack: Stack };

function attentionOf(
  { stack, failedRoles, night, waiting, alarms }: Found,
  now: Date,
): readonly string[] {
  const nightAgeMs = night && now.getTime() - night.started.getTime();
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  const said: readonly (readonly [isSo: boolean, sentence: string])[] = [
    [
      !isComplete(stack),
      `The stack ${stack.name} is ${stack.status}: see CloudFormation, and deploy it again.`,
    ],
    [
      failedRoles.count > 0,
      `${count(failedRoles.count, 'role')} could not be bound or let go: settle the cause, then "entra-aws-creds organization reconcile --role ARN".`,
    ],
    [
      night === undefined || (nightAgeMs ?? 0) > NIGHT_IS_MISSING_AFTER_MS,
      'No night of all accounts has ended for a day, so lost events stay lost: "entra-aws-creds organization reconcile" is one.',
    ],
    [
      night !== undefined && night.status !== 'SUCCEEDED',
      'The last night could not look at every account: "entra-aws-creds organization doctor" says where the member stack is missing.',
    ],
    [
      waiting.deadLetters > 0,
      `${count(waiting.deadLetters, 'event')} did not reach the router: replay the archive for that time, or "entra-aws-creds organization reconcile"; then purge the queue entra-aws-creds-dead-letters.`,
    ],
    [
      waiting.routerFailures > 0,
      `The router failed on ${count(waiting.routerFailures, 'event')}: its log has the reason; then the same, with the queue entra-aws-creds-router-failures.`,
    ],
    [
      ringing.length > 0,
      `${count(ringing.length, 'alarm')} firing: ${ringing.map(({ name }) => name).join(', ')}.`,
    ],
  ];
  return said.filter(([isSo]) => isSo).map(([, sentence]) => sentence);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
