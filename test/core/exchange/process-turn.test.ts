import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inTurn, type Turn } from '../../../packages/core/src/exchange/process-turn.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { unhurriedPlatform } from './unhurried-time.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-turn-'));
  lock = join(folder, 'renew.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Several processes' worth of one piece of work. */
function workers(seconds: number) {
  const seen = { works: 0, atOnce: 0, mostAtOnce: 0, result: undefined as string | undefined };
  const platform = unhurriedPlatform(nodePlatform({}));
  const turn: Turn<string> = {
    lock,
    work: async () => {
      seen.works += 1;
      seen.atOnce += 1;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce);
      await platform.wait(seconds * 1000, new AbortController().signal);
      seen.atOnce -= 1;
      seen.result = `result ${seen.works}`;
      return seen.result;
    },
    resultOfOther: async () => seen.result,
  };
  const all = (count: number, changed: Partial<typeof platform> = {}) =>
    Promise.all(Array.from({ length: count }, () => inTurn(turn, { ...platform, ...changed })));
  return { seen, turn, all };
}

test('one works, and the others use its result', async () => {
  const { seen, all } = workers(3);
  expect(await all(6)).toEqual(Array(6).fill('result 1'));
  expect(seen.works).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('one that lives is waited for, however long it takes to show a result', async () => {
  const { seen, all } = workers(20);
  await all(3);
  expect(seen.works).toBe(1);
});

test('waiting has an end', async () => {
  const { seen, all } = workers(120);
  await all(2);
  expect(seen.works).toBe(2);
});

test('what fails for one is tried by the next, one at a time', async () => {
  const { seen, turn, all } = workers(1);
  const { work } = turn;
  Object.assign(turn, { resultOfOther: async () => undefined });
  Object.assign(turn, {
    work: async () => {
      await work();
      throw new Error('refused');
    },
  });
  await expect(all(3)).rejects.toThrow('refused');
  await expect(all(1)).rejects.toThrow('refused');
  expect(seen.mostAtOnce).toBe(1);
});

describe.each([
  ['a name', 'a0'.repeat(16)],
  ['nothing, killed between the two', ''],
])('a lock of a process that was killed, with %s in it', (_, text) => {
  test('is taken over by one of those that wait', async () => {
    writeFileSync(lock, text);
    const { seen, all } = workers(3);
    expect(await all(6)).toEqual(Array(6).fill('result 1'));
    expect(seen.works).toBe(1);
    expect(readdirSync(folder)).not.toContain('renew.lock');
  });
});

test.each(['EROFS', 'EACCES', 'ENOSPC', 'ENOENT'])(
  'a lock that cannot be made (%s) costs nobody the result',
  async (code) => {
    const { seen, all } = workers(1);
    const refused = () => Promise.reject(Object.assign(new Error(code), { code }));
    const readOnly = { createPrivateFile: refused, writePrivateFile: refused };
    expect(await all(2, readOnly)).toHaveLength(2);
    expect(seen.works).toBe(2);
  },
);
