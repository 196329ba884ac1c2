import { StepFailure } from '../../failure/step-failure.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';

/** What the step keeps for itself of the time that is left, so that it can say what happened. */
const KEPT_MS = 5_000;
const KEPT_SHARE = 0.1;

/**
 * Runs `work` with a signal that is aborted when the person has had all the time there is, or the step is to
 * end.
 *
 * @throws StepFailure `EAC_LOGIN_TIMEOUT`; the reason of the step's own signal
 */
export async function inPersonsTime<T>(
  { clock, retryPolicy, wait }: OnlinePlatform,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const remainingMs = Math.max(0, retryPolicy.until.getTime() - clock.now().getTime());
  const given = remainingMs - Math.min(KEPT_MS, remainingMs * KEPT_SHARE);
  const overdue = new AbortController();
  const done = new AbortController();
  const signal = AbortSignal.any([retryPolicy.signal, overdue.signal]);
  wait(given, done.signal).then(
    () => overdue.abort(nobodyCame(given)),
    () => {},
  );
  const ended = new Promise<never>((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  try {
    return await Promise.race([work(signal), ended]);
  } finally {
    done.abort();
  }
}

function nobodyCame(ms: number): StepFailure {
  return new StepFailure(
    'EAC_LOGIN_TIMEOUT',
    `Nobody finished the login within ${Math.round(ms / 1000)} s: the window was closed, or never opened.`,
    'Run the command again; "action-timeout-s" gives more time.',
  );
}
