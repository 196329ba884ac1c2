const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before a call is made again, in milliseconds: twice as long each time, at least half of
 * it, and the rest by chance, so that many who failed together do not come back together.
 *
 * @param failed how many attempts came to nothing, from 1
 * @param fraction by chance, from 0 to less than 1
 * @param askedMs how long the service asked to be left alone, which is never cut short
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function backOffMs(failed: number, fraction: number, askedMs = 0): number {
  const half = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - 1)) / 2;
  return Math.round(Math.max(half, askedMs) + fraction * half);
}
