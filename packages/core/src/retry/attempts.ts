import { StepFailure, type Transient } from '../failure/step-failure.ts';
import type { Platform } from '../platform/platform.ts';
import { backOffMs } from './back-off.ts';
import type { Patience } from './patience.ts';

type World = Pick<Platform, 'clock' | 'wait' | 'randomFraction'> & { readonly patience: Patience };

/**
 * Makes one call until it works, fails for good, or has been made often enough. A failure is worth another
 * attempt only when it says so itself ({@link StepFailure.transient}).
 *
 * @param what is attempted, as it stands within a sentence
 * @throws StepFailure the last one, with the number of attempts; `EAC_TIME_LIMIT`, `EAC_CANCELLED`
 */
export async function callPatiently<T>(
  what: string,
  call: () => Promise<T>,
  world: World,
): Promise<T> {
  const { maxAttempts, signal, tell } = world.patience;
  let last: StepFailure | undefined;
  try {
    for (let made = 1; ; made += 1) {
      signal.throwIfAborted();
      const begun = world.clock.now().getTime();
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof StepFailure) || signal.aborted) throw error;
        if (error.transient === undefined) throw afterAttempts(error, made);
        const tookMs = world.clock.now().getTime() - begun;
        const { ms, reason } = pauseAfter(error.transient, made, tookMs, world);
        if (ms === undefined) throw afterAttempts(error, made, reason);
        last = error;
        tell(
          `Attempt ${made} of ${maxAttempts} at ${what} failed: ${error.whatHappened()} Trying again in ${seconds(ms)} s.`,
        );
        await world.wait(ms, signal);
      }
    }
  } catch (error) {
    throw signal.aborted ? atTheEnd(signal.reason, what, last) : error;
  }
}

/** Milliseconds to wait, or, without them, why the call is not made again. */
type Pause =
  | { readonly ms: number; readonly reason?: undefined }
  | { readonly ms?: undefined; readonly reason: string };

/** An attempt is made only when there is time for one that takes as long as the last. */
function pauseAfter(
  { retryAfterMs }: Transient,
  made: number,
  tookMs: number,
  world: World,
): Pause {
  const { maxAttempts, until } = world.patience;
  if (made >= maxAttempts) return { reason: '' };
  const ms = backOffMs(made, world.randomFraction(), retryAfterMs);
  const left = until.getTime() - world.clock.now().getTime();
  if (ms + tookMs < left) return { ms };
  const leaves = `"action-timeout-s" leaves ${seconds(Math.max(0, left))} s`;
  if (ms < left) {
    return {
      reason: `Another attempt may take just as long (${seconds(tookMs)} s), and ${leaves}.`,
    };
  }
  const next =
    retryAfterMs === undefined
      ? 'The next attempt would be due in'
      : 'The service asks to be left alone for';
  return { reason: `${next} ${seconds(ms)} s, and ${leaves}.` };
}

function afterAttempts(failure: StepFailure, made: number, reason = ''): StepFailure {
  const tried = made === 1 ? '' : `Tried ${made} times.`;
  return failure.withRemark([tried, reason].filter((part) => part !== '').join(' '));
}

/** What was going on when the time was over. */
function atTheEnd(reason: unknown, what: string, last: StepFailure | undefined): unknown {
  if (!(reason instanceof StepFailure) || reason.code !== 'EAC_TIME_LIMIT') return reason;
  const before = last === undefined ? '' : ` An earlier attempt: ${last.whatHappened()}`;
  return reason.withRemark(`In progress: ${what}.${before}`);
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(1));
}
