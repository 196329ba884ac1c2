import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from '../../packages/audit/src/flow/in-order.ts';

async function all<T>(results: AsyncIterable<T>): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const one of results) taken.push(one);
  return taken;
}

test('results come in the order of the items, and no more are under way than are wanted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3)),
      fc.integer({ min: 1, max: 5 }),
      async (delays, atOnce) => {
        let underWay = 0;
        let most = 0;
        const results = inOrder(delays.entries(), atOnce, async ([index, delay]) => {
          most = Math.max(most, ++underWay);
          await sleep(delay);
          underWay--;
          return index;
        });
        expect(await all(results)).toEqual([...delays.keys()]);
        expect(most).toBeLessThanOrEqual(atOnce);
      },
    ),
    { numRuns: 30 },
  );
});

test('a failure comes in its turn, and what was before it is not lost', async () => {
  const taken: number[] = [];
  const results = inOrder([1, 2, 3, 4], 4, async (one) => {
    if (one === 3) throw new Error('three');
    await sleep(5);
    return one;
  });
  await expect(
    (async () => {
      for await (const one of results) taken.push(one);
    })(),
  ).rejects.toThrow('three');
  expect(taken).toEqual([1, 2]);
});

test('whoever takes slowly slows it down', async () => {
  let begun = 0;
  const results = inOrder(Array(100).keys(), 4, async (one) => {
    begun++;
    return one;
  });
  await results.next();
  await sleep(5);
  expect(begun).toBe(4);
  await results.return(undefined);
});
