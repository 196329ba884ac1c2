import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settleAtMost } from '../../../packages/core/src/retry/concurrency.ts';

test('every item is worked on once, never too many at a time, and outcomes keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 10 }),
      async (items, limit) => {
        let running = 0;
        let most = 0;
        const outcomes = await settleAtMost(limit, [...items.entries()], async ([index, item]) => {
          running += 1;
          most = Math.max(most, running);
          for (let turn = 0; turn < item.turns; turn += 1) await setImmediate();
          running -= 1;
          if (item.fails) throw index;
          return index;
        });
        expect(most).toBeLessThanOrEqual(limit);
        expect(outcomes).toEqual(
          items.map(({ fails }, index) =>
            fails ? { status: 'rejected', reason: index } : { status: 'fulfilled', value: index },
          ),
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('as many as may be are worked on at a time', async () => {
  let running = 0;
  let most = 0;
  await settleAtMost(20, Array.from({ length: 100 }), async () => {
    running += 1;
    most = Math.max(most, running);
    await setImmediate();
    running -= 1;
  });
  expect(most).toBe(20);
});
