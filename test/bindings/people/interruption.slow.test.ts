import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Goal,
  peopleGoal,
  reconcile,
  teardownGoal,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';
import { finalState } from '../model/final-state.ts';
import { ifCutShort, ModelWorld, UNAVAILABLE } from '../model/model-world.ts';
import { peopleWishOf, teardownOf } from '../model/wishes.ts';

const kill = fc.record(
  {
    call: fc.integer({ min: 1, max: 90 }),
    after: fc.boolean(),
    failure: fc.constant(UNAVAILABLE),
  },
  { requiredKeys: ['call', 'after'] },
);
/** Up to a minute behind. */
const lags = fc.array(fc.constantFrom(0, 0, 2_000, 15_000, 60_000), { maxLength: 7 });

const OTHER = RoleArn.parse('arn:aws:iam::123456789012:role/ci/audit');
const setup = peopleGoal(peopleWishOf());
const forPeople = true;

const CASES: Readonly<Record<string, { readonly before: readonly Goal[]; readonly goal: Goal }>> = {
  'setting up': { before: [], goal: setup },
  'setting up without a claims provider': {
    before: [],
    goal: peopleGoal(peopleWishOf({ claims: undefined })),
  },
  'adding a claims provider': {
    before: [peopleGoal(peopleWishOf({ claims: undefined }))],
    goal: setup,
  },
  'tearing down': { before: [setup], goal: teardownGoal(teardownOf({ purge: true })) },
  'tearing down by the role alone': {
    before: [setup],
    goal: teardownGoal(teardownOf({ application: undefined })),
  },
  'tearing down one role of two': {
    before: [setup, peopleGoal(peopleWishOf({}, { role: OTHER }))],
    goal: teardownGoal(teardownOf()),
  },
};

async function worldBefore(before: readonly Goal[], lagging: readonly number[]) {
  const world = new ModelWorld(lagging);
  for (const goal of before) {
    await reconcile(goal, world.visit({ forPeople }));
    // Somebody goes on later than in the same minute.
    world.pass(3_600_000);
  }
  return world;
}

describe.each(Object.entries(CASES))('%s for people', (_, { before, goal }) => {
  test('ends as it would have when it is killed anywhere and run again', async () => {
    const undisturbed = await worldBefore(before, []);
    await reconcile(goal, undisturbed.visit({ forPeople }));
    const wanted = finalState(undisturbed);
    await fc.assert(
      fc.asyncProperty(lags, kill, async (lagging, cut) => {
        const world = await worldBefore(before, lagging);
        await reconcile(goal, world.visit({ kill: cut, forPeople })).catch(ifCutShort);
        await reconcile(goal, world.visit({ forPeople }));
        expect(finalState(world)).toEqual(wanted);
      }),
    );
  });

  test('has nothing to do afterwards', async () => {
    const world = await worldBefore(before, []);
    await reconcile(goal, world.visit({ forPeople }));
    const { changes } = await reconcile(goal, world.visit({ forPeople }));
    expect(changes).toEqual([]);
  });
});

test('what a set-up that was killed anywhere has made is taken away whole', async () => {
  await fc.assert(
    fc.asyncProperty(lags, kill, async (lagging, cut) => {
      const world = new ModelWorld(lagging);
      await reconcile(setup, world.visit({ kill: cut, forPeople })).catch(ifCutShort);
      world.pass(3_600_000);
      await reconcile(teardownGoal(teardownOf({ purge: true })), world.visit({ forPeople }));
      expect(finalState(world)).toEqual(finalState(new ModelWorld()));
    }),
  );
});
