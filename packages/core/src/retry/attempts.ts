import { StepFailure } from '../failure/step-failure.ts';
import type { Platform } from '../platform/platform.ts';
import { backOffMs } from './back-off.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { Transient } from './transient.ts';

type RetryPlatform = Pick<Platform, 'clock' | 'wait' | 'randomFraction'> & {
  readonly retryPolicy: RetryPolicy;
};

/**
 * Makes one call until it works, fails for good, or has been made often enough. A failure is worth another
 * attempt only when it says so itself ({@link StepFailure.transient}).
 *
 * @param what is attempted, as it stands within a sentence
 * @throws StepFailure the last one, with the number of attempts; `EAC_TIME_LIMIT`, `EAC_CANCELLED`
 */
export async function callWithRetries<T>(
  what: string,
  call: () => Promise<T>,
  platform: RetryPlatform,
): Promise<T> {
  const { maxAttempts, signal, tell } = platform.retryPolicy;
  let last: StepFailure | undefined;
  try {
    for (let made = 1; ; made += 1) {
      signal.throwIfAborted();
      const begun = platform.clock.now().getTime();
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof StepFailure) || signal.aborted) throw error;
        if (error.transient === undefined) throw afterAttempts(error, made);
        const tookMs = platform.clock.now().getTime() - begun;
        const { ms, reason } = pauseAfter(error.transient, made, tookMs, platform);
        if (ms === undefined) throw afterAttempts(error, made, reason);
        last = error;
        tell(
          `Attempt ${made} of ${maxAttempts} at ${what} failed: ${error.whatHappened()} Trying again in ${seconds(ms)} s.`,
        );
        await platform.wait(ms, signal);
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
  platform: RetryPlatform,
): Pause {
  const { maxAttempts, until } = platform.retryPolicy;
  if (made >= maxAttempts) return { reason: '' };
  const ms = backOffMs(made, platform.randomFraction(), retryAfterMs);
  const remainingMs = until.getTime() - platform.clock.now().getTime();
  if (ms + tookMs < remainingMs) return { ms };
  const leaves = `"action-timeout-s" leaves ${seconds(Math.max(0, remainingMs))} s`;
  if (ms < remainingMs) {
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
