import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  observe,
  planSetup,
  questionOf,
  reconcile,
  setupGoal,
} from '../../packages/bindings/src/index.ts';
import { RoleArn } from '../../packages/core/src/programs.ts';
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

test('one who writes over an application that another has just made loses none of its roles', async () => {
  const world = new ModelWorld();
  const roles = ['one', 'other'].map((name) =>
    RoleArn.parse(`arn:aws:iam::123456789012:role/${name}`),
  );
  const [one, other] = roles.map((role) => wishOf({ role, credential: { kind: 'none' } }));
  let tellMade = () => {};
  const made = new Promise<void>((resolve) => {
    tellMade = resolve;
  });
  const first = world.visit({
    turn: async () => {
      if (first.calls.at(-1) === 'createServicePrincipal') tellMade();
    },
  });
  const second = world.visit({
    turn: async () => {
      if (second.calls.at(-1) === 'createApplication') await made;
    },
  });
  await Promise.all([
    reconcile(setupGoal(one ?? wishOf()), first),
    reconcile(setupGoal(other ?? wishOf()), second),
  ]);
  const [application] = world.directory.snapshot().applications;
  expect(second.calls).toContain('createApplication');
  expect(application?.tags.toSorted()).toEqual(
    ['entra-aws-creds', ...roles.map(({ text }) => `aws-role:${text}`)].toSorted(),
  );
});
