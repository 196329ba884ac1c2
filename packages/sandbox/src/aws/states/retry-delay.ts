import type { Retrier } from './definition.ts';

/**
 * Seconds before the next attempt, jitter left out: the longest that it would be.
 *
 * @param made attempts that this retrier has made already
 * @returns undefined when it makes no further one
 */
export function delayBefore(retrier: Retrier, made: number): number | undefined {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxAttempts = 3, MaxDelaySeconds } = retrier;
  if (made >= MaxAttempts) return undefined;
  return Math.min(IntervalSeconds * BackoffRate ** made, MaxDelaySeconds ?? Infinity);
}
