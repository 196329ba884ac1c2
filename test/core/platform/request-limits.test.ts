import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requestLimitMs } from '../../../packages/core/src/platform/request-limits.ts';

test.each([
  [120, 30_000],
  [3600, 30_000],
  [40, 10_000],
  [4, 1_000],
  [1, 1_000],
])('in a step of %i s a request may take %i ms', (seconds, ms) => {
  expect(requestLimitMs(seconds, seconds * 1000)).toBe(Math.min(ms, seconds * 900));
});

test('a request is always given up before the step is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3600 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (seconds, share) => {
        const leftMs = seconds * 1000 * share;
        const ms = requestLimitMs(seconds, leftMs);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThan(leftMs);
      },
    ),
  );
});
