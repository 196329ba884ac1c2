import { expect, test } from '@jest/globals';
import { compareClocks } from '../../../packages/core/src/diagnosis/server-clocks.ts';

const heard = new Date('2026-11-21T12:00:00Z');
const server = (name: string, secondsBehind: number) => ({
  server: name,
  date: new Date(heard.getTime() - secondsBehind * 1000).toUTCString(),
  heard,
});

test.each([
  [0, 'facts'],
  [29, 'facts'],
  [31, 'warnings'],
  [-299, 'warnings'],
  [300, 'failures'],
  [-4000, 'failures'],
] as const)('a server that is %i s behind is among the %s', (seconds, among) => {
  const found = compareClocks([server('entra', seconds)]);
  const { facts, warnings, failures } = found;
  expect([facts.length, warnings.length, failures.length]).toEqual(
    (['facts', 'warnings', 'failures'] as const).map((one) => (one === among ? 1 : 0)),
  );
});

test('each server is compared by itself, and those that say no time with none', () => {
  const silent = { server: 'sts', date: undefined, heard };
  const { facts, warnings, failures } = compareClocks([server('entra', 900), silent]);
  expect([facts, warnings, failures.map(({ code }) => code)]).toEqual([
    [],
    [],
    ['EAC_ENTRA_CLOCK'],
  ]);
  expect(failures[0]?.message).toContain('15.0 minutes ahead of that of entra');
  expect(compareClocks([silent, { ...silent, date: 'soon' }]).warnings).toEqual([
    'No server said what the time is, so the clock of this machine was compared with none.',
  ]);
});
