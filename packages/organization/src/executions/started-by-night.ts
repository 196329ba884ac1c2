import { isWaiting, type Patience, pauses } from './awaited.ts';
import type { DescribedExecution, Executions, ListedExecution } from './executions.ts';

/** What became of the executions that a night started. */
export interface StartedByNight {
  readonly succeeded: number;
  /** Those of roles that are gone, whose service principals are disabled and kept for a while. */
  readonly waiting: number;
  readonly failed: number;
  /** The first of those that failed, with the reason. */
  readonly failures: readonly DescribedExecution[];
}

/** More are counted, and not looked at one by one. */
const MOST_LOOKED_AT = 20;

/**
 * Waits for what a night has started.
 *
 * @param trigger what the names of its executions end with
 * @param since when the night began
 */
export async function startedByNight(
  stateMachineArn: string,
  { trigger, since }: { readonly trigger: string; readonly since: Date },
  executions: Executions,
  patience: Patience,
): Promise<StartedByNight> {
  const waiting = new Set<string>();
  for (const pause of pauses()) {
    const own = await ofNight(stateMachineArn, trigger, since, executions);
    const running = own.filter(({ status, arn }) => status === 'RUNNING' && !waiting.has(arn));
    for (const { arn } of running.slice(0, MOST_LOOKED_AT)) {
      if (await isWaiting(arn, executions)) waiting.add(arn);
    }
    if (running.every(({ arn }) => waiting.has(arn))) return summed(own, waiting, executions);
    await patience.wait(pause, patience.signal);
  }
  throw new TypeError('there is always another pause');
}

async function ofNight(
  stateMachineArn: string,
  trigger: string,
  since: Date,
  executions: Executions,
): Promise<readonly ListedExecution[]> {
  const found: ListedExecution[] = [];
  for await (const one of executions.list(stateMachineArn)) {
    if (one.started < since) break;
    if (one.name.endsWith(`-${trigger}`)) found.push(one);
  }
  return found;
}

async function summed(
  own: readonly ListedExecution[],
  waiting: ReadonlySet<string>,
  executions: Executions,
): Promise<StartedByNight> {
  const ended = own.filter(({ arn }) => !waiting.has(arn));
  const failed = ended.filter(({ status }) => status !== 'SUCCEEDED');
  const failures: DescribedExecution[] = [];
  for (const { arn } of failed.slice(0, MOST_LOOKED_AT)) {
    failures.push(await executions.describe(arn));
  }
  return {
    succeeded: ended.length - failed.length,
    waiting: waiting.size,
    failed: failed.length,
    failures,
  };
}
