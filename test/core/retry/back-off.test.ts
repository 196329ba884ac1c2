import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backOffMs } from '../../../packages/core/src/retry/back-off.ts';

const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });

test.each([
  [1, 0, 250],
  [1, 0.999, 500],
  [2, 0, 500],
  [3, 0.5, 1_500],
  [5, 0, 4_000],
  [20, 0, 10_000],
  [20, 0.999, 19_990],
])('after %i failures the wait is half of the ceiling and %f of the rest', (failed, by, ms) => {
  expect(backOffMs(failed, by)).toBe(ms);
});

test('the wait is never longer than 20 s by itself, and never shorter than the service asks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fraction, fc.nat(1e9), (failed, by, asked) => {
      expect(backOffMs(failed, by)).toBeLessThanOrEqual(20_000);
      expect(backOffMs(failed, by)).toBeGreaterThanOrEqual(250);
      expect(backOffMs(failed, by, asked)).toBeGreaterThanOrEqual(asked);
      expect(backOffMs(failed, by, asked)).toBeLessThanOrEqual(Math.max(asked, 10_000) + 10_000);
    }),
  );
});

test('those who failed together do not come back together', () => {
  const waits = Array.from({ length: 100 }, (_, index) => backOffMs(3, index / 100, 5_000));
  expect(new Set(waits).size).toBe(100);
});
