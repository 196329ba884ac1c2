import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  observe,
  planSetup,
  questionOf,
  reconcile,
  setupGoal,
} from '../../packages/bindings/src/index.ts';
import { ModelWorld } from './model/model-world.ts';
import { wishOf } from './model/wishes.ts';

test('two at the same time end in one binding', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = new ModelWorld();
      const wish = wishOf();
      const turn = () => scheduler.schedule(Promise.resolve());
      const both = Promise.all([1, 2].map(() => reconcile(setupGoal(wish), world.visit({ turn }))));
      await scheduler.waitFor(both);
      const { applications, servicePrincipals } = world.directory.snapshot();
      expect([applications.length, servicePrincipals.length]).toEqual([1, 1]);
      const { roles, providers } = world.account.snapshot();
      expect(roles.map(({ trustPolicy }) => trustPolicy['Statement'])).toEqual([
        [expect.anything()],
      ]);
      expect(providers.map(({ audiences }) => audiences.length)).toEqual([1]);
      expect(planSetup(wish, await observe(questionOf(wish), world.visit()))).toEqual([]);
    }),
  );
});
