import { expect, test } from '@jest/globals';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { withinTimeLimit } from '../../../packages/core/src/retry/time-limit.ts';

test('work that nothing can call off does not outlive its time', async () => {
  const started = performance.now();
  const stuck = withinTimeLimit(
    1,
    new AbortController().signal,
    nodePlatform({}),
    () => new Promise(() => {}),
  );
  await expect(stuck).rejects.toMatchObject({ code: 'EAC_TIME_LIMIT' });
  const seconds = (performance.now() - started) / 1000;
  expect(seconds).toBeGreaterThan(0.9);
  expect(seconds).toBeLessThan(3);
});
