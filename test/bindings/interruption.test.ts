import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  federatedCredentialFor,
  type Goal,
  parseFederatedSubject,
  reconcile,
  setupGoal,
  TOKEN_EXCHANGE,
  teardownGoal,
} from '../../packages/bindings/src/index.ts';
import { finalState } from './model/final-state.ts';
import { ifCutShort, ModelWorld, UNAVAILABLE } from './model/model-world.ts';
import { teardownOf, wishOf } from './model/wishes.ts';

const federated = federatedCredentialFor(
  parseFederatedSubject('github:org/repo:environment:prod'),
  TOKEN_EXCHANGE.AzureCloud,
);

/** At any call: there are fewer than sixty. */
const kill = fc.record(
  {
    call: fc.integer({ min: 1, max: 60 }),
    after: fc.boolean(),
    failure: fc.constant(UNAVAILABLE),
  },
  { requiredKeys: ['call', 'after'] },
);
/** Up to a minute behind. */
const lags = fc.array(fc.constantFrom(0, 0, 2_000, 15_000, 60_000), { maxLength: 7 });

/** What there is before, and what is wanted of it. */
interface Case {
  readonly before: readonly Goal[];
  readonly goal: Goal;
}

const CASES: Readonly<Record<string, Case>> = {
  'setting up with a certificate': { before: [], goal: setupGoal(wishOf()) },
  'setting up with a federated credential and v1.0 tokens': {
    before: [],
    goal: setupGoal(
      wishOf({
        credential: { kind: 'federated', credentials: [federated] },
        tokenVersion: 'v1',
        identifierUri: true,
      }),
    ),
  },
  'tearing down': { before: [setupGoal(wishOf())], goal: teardownGoal(teardownOf()) },
  'tearing down for good': {
    before: [setupGoal(wishOf())],
    goal: teardownGoal(teardownOf({ purge: true })),
  },
  'tearing down by the role alone': {
    before: [setupGoal(wishOf())],
    goal: teardownGoal(teardownOf({ application: undefined })),
  },
};

async function worldBefore({ before }: Case, lagging: readonly number[]): Promise<ModelWorld> {
  const world = new ModelWorld(lagging);
  for (const goal of before) await reconcile(goal, world.visit());
  // Somebody tears down later than in the same minute.
  if (before.length > 0) world.pass(3_600_000);
  return world;
}

describe.each(Object.entries(CASES))('%s', (_, one) => {
  test('ends as it would have when it is killed anywhere and run again', async () => {
    const undisturbed = await worldBefore(one, []);
    await reconcile(one.goal, undisturbed.visit());
    const wanted = finalState(undisturbed);
    await fc.assert(
      fc.asyncProperty(lags, kill, async (lagging, cut) => {
        const world = await worldBefore(one, lagging);
        await reconcile(one.goal, world.visit({ kill: cut })).catch(ifCutShort);
        await reconcile(one.goal, world.visit());
        expect(finalState(world)).toEqual(wanted);
      }),
    );
  });

  test('has nothing to do afterwards', async () => {
    const world = await worldBefore(one, []);
    await reconcile(one.goal, world.visit());
    const { changes } = await reconcile(one.goal, world.visit());
    expect(changes).toEqual([]);
  });
});

test('what a set-up that was killed anywhere has made is taken away whole', async () => {
  await fc.assert(
    fc.asyncProperty(lags, kill, async (lagging, cut) => {
      const world = new ModelWorld(lagging);
      await reconcile(setupGoal(wishOf()), world.visit({ kill: cut })).catch(ifCutShort);
      world.pass(3_600_000);
      await reconcile(teardownGoal(teardownOf({ purge: true })), world.visit());
      expect(finalState(world)).toEqual(finalState(new ModelWorld()));
    }),
  );
});
