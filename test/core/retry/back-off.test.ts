import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backOffMs } from '../../../packages/core/src/retry/back-off.ts';
import { retryAfterMs } from '../../../packages/core/src/retry/retry-after.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
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

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Mon, 01 Jun 2026 12:00:30 GMT', 30_000],
  ['Mon, 01 Jun 2026 11:00:00 GMT', 0],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e9', undefined],
  ['0x10', undefined],
  ['99999999999', undefined],
  ['soon', undefined],
  ['2026-06-01T12:00:30Z', undefined],
  ['Mon, 99 Jun 2026 12:00:30 GMT', undefined],
])('Retry-After %j asks for %p ms', (value, ms) => {
  expect(retryAfterMs({ 'retry-after': value }, NOW)).toBe(ms);
});

test('a date is compared with the clock of the server, not with a wrong one of this machine', () => {
  const headers = {
    date: 'Mon, 01 Jun 2026 15:00:00 GMT',
    'retry-after': 'Mon, 01 Jun 2026 15:00:10 GMT',
  };
  expect(retryAfterMs(headers, NOW)).toBe(10_000);
});

test('whatever a server sends, the wait is a number of milliseconds or nothing', () => {
  const header = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(header, header, (value, date) => {
      const ms = retryAfterMs({ 'retry-after': value, date }, NOW);
      expect(ms === undefined || (Number.isFinite(ms) && ms >= 0)).toBe(true);
    }),
  );
});
