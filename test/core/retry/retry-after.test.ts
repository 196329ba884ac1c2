import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryAfterMs } from '../../../packages/core/src/retry/retry-after.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

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
