import { StepFailure } from '../failure/step-failure.ts';
import type { Platform } from '../platform/platform.ts';
import { requestLimitMs } from '../platform/request-limits.ts';
import type { RetryPolicy } from './retry-policy.ts';

const MILLISECONDS_A_SECOND = 1000;
/** What can be called off has ended by then. */
const GRACE_MS = 300;

/** When a step must be over, and the signal that it is. */
export type TimeLimit = Pick<RetryPolicy, 'until' | 'signal'>;

/**
 * Runs `work` with a signal that is aborted when its time is over or the job is cancelled, and with a platform
 * whose requests are called off then. The reason of the signal is the {@link StepFailure} to end with.
 */
export async function withinTimeLimit<T, P extends Platform>(
  seconds: number,
  cancelled: AbortSignal,
  platform: P,
  work: (platform: P, time: TimeLimit) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const ended = new AbortController();
  const { signal } = end;
  const milliseconds = seconds * MILLISECONDS_A_SECOND;
  const until = new Date(platform.clock.now().getTime() + milliseconds);
  const cancel = () => end.abort(cancellation());
  cancelled.addEventListener('abort', cancel);
  if (cancelled.aborted) cancel();
  platform.wait(milliseconds, ended.signal).then(
    () => end.abort(overdue(seconds)),
    () => {},
  );
  const remainingMs = () => until.getTime() - platform.clock.now().getTime();
  const longestMs = () => requestLimitMs(seconds, remainingMs());
  const limited: P = {
    ...platform,
    openNetwork: (route, own) =>
      platform.openNetwork(route, {
        signal,
        milliseconds: () =>
          Math.min(longestMs(), own?.milliseconds?.() ?? Number.POSITIVE_INFINITY),
      }),
  };
  try {
    return await Promise.race([
      work(limited, { until, signal }),
      stuckAfter(signal, ended.signal, platform),
    ]);
  } finally {
    ended.abort();
    cancelled.removeEventListener('abort', cancel);
  }
}

/** For work that nothing can call off, such as the reading of a file that has no end. */
function stuckAfter(
  signal: AbortSignal,
  ended: AbortSignal,
  platform: Pick<Platform, 'wait'>,
): Promise<never> {
  return new Promise((_, reject) => {
    const wait = () => {
      platform.wait(GRACE_MS, ended).then(
        () => reject(signal.reason),
        () => {},
      );
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}

function overdue(seconds: number): StepFailure {
  return new StepFailure(
    'EAC_TIME_LIMIT',
    `The step did not finish within the ${seconds} s that "action-timeout-s" allows.`,
    'Nothing was exported. See the lines above for what took so long, and raise "action-timeout-s" if it needs that much.',
  );
}

function cancellation(): StepFailure {
  return new StepFailure(
    'EAC_CANCELLED',
    'The job was cancelled before the credentials were exported.',
    'Nothing was exported and no file is left; run the job again when you need them.',
  );
}
