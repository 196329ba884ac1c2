import type { Platform } from '@entra-aws-creds/core/programs';
import type { DescribedExecution, Executions } from './executions.ts';

/** What waiting is done with. */
export interface Patience extends Pick<Platform, 'wait'> {
  /** Aborted when nobody waits any longer. */
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** Where an execution waits for a day or so, for the service principal of a role that is gone. */
const GRACE_PERIOD = 'GracePeriod';

/** What an execution has come to. */
export interface Outcome extends DescribedExecution {
  /** It goes on by itself when the grace period is over. */
  readonly isInGracePeriod: boolean;
}

/** Waits until an execution has ended, or has nothing to do until the grace period is over. */
export async function outcomeOf(
  arn: string,
  executions: Executions,
  patience: Patience,
): Promise<Outcome> {
  for (const pause of pauses()) {
    const found = await executions.describe(arn);
    if (found.status !== 'RUNNING') return { ...found, isInGracePeriod: false };
    if (await isWaiting(arn, executions)) return { ...found, isInGracePeriod: true };
    await patience.wait(pause, patience.signal);
  }
  throw new TypeError('there is always another pause');
}

export async function isWaiting(arn: string, executions: Executions): Promise<boolean> {
  return (await executions.stateOf(arn)) === GRACE_PERIOD;
}

/** Longer and longer ones, in milliseconds. */
export function* pauses(): Generator<number> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) yield pause;
}
