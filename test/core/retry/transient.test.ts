import { describe, expect, test } from '@jest/globals';
import { isTransientStatus, transientAnswer } from '../../../packages/core/src/retry/transient.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

describe.each([
  [429, true],
  [500, true],
  [503, true],
  [200, false],
  [400, false],
  [404, false],
  [499, false],
])('HTTP %i', (status, transient) => {
  test(`is ${transient ? '' : 'not '}worth another attempt`, () => {
    expect(isTransientStatus(status)).toBe(transient);
    const failure = transientAnswer({ status, headers: { 'retry-after': '7' } }, NOW);
    expect(failure).toEqual(transient ? { retryAfterMs: 7_000 } : undefined);
  });
});
