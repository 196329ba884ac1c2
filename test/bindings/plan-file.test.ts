import { describe, expect, test } from '@jest/globals';
import {
  applyPlanFile,
  goalOf,
  type Intent,
  observe,
  readPlanFile,
  reconcile,
  setupGoal,
  writePlanFile,
} from '../../packages/bindings/src/index.ts';
import { finalState } from './model/final-state.ts';
import { ModelWorld } from './model/model-world.ts';
import { teardownOf, wishOf } from './model/wishes.ts';

async function planned(world: ModelWorld, intent: Intent): Promise<string> {
  const goal = goalOf(intent);
  const observed = await observe(goal.question, world.visit());
  return writePlanFile(intent, observed, goal.plan(observed));
}

const setup: Intent = { kind: 'setup', wish: wishOf() };

describe('a plan in a file', () => {
  test('is done as it was shown', async () => {
    const world = new ModelWorld();
    const text = await planned(world, setup);
    expect(JSON.parse(text).plan[0]).toBe('+ Entra application "deployments", with v2.0 tokens');
    await applyPlanFile(readPlanFile(text), world.visit());
    const other = new ModelWorld();
    await reconcile(setupGoal(setup.wish as never), other.visit());
    expect(finalState(world)).toEqual(finalState(other));
  });

  test('can take a binding away too', async () => {
    const world = new ModelWorld();
    await reconcile(setupGoal(wishOf()), world.visit());
    const text = await planned(world, { kind: 'teardown', wish: teardownOf() });
    await applyPlanFile(readPlanFile(text), world.visit());
    expect(world.account.snapshot().roles).toEqual([]);
  });

  test('is not done when something has changed since', async () => {
    const world = new ModelWorld();
    const text = await planned(world, setup);
    await world.directory.createApplication({
      uniqueName: 'other',
      displayName: 'deployments',
      tags: [],
      tokenVersion: 'v2',
    });
    const before = finalState(world);
    await expect(applyPlanFile(readPlanFile(text), world.visit())).rejects.toMatchObject({
      code: 'EAC_BINDING_PLAN_STALE',
    });
    expect(finalState(world)).toEqual(before);
  });

  test('is not done when its changes are not those of its wish', async () => {
    const world = new ModelWorld();
    const file = JSON.parse(await planned(world, setup));
    file.changes.pop();
    await expect(
      applyPlanFile(readPlanFile(JSON.stringify(file)), world.visit()),
    ).rejects.toMatchObject({ code: 'EAC_BINDING_PLAN_STALE' });
  });

  test.each(['', '[]', 'null', '{"format":2}', '{"format":1,"kind":"setup","fingerprint":"x"}'])(
    'is refused where it is none: %s',
    (text) => {
      expect(() => readPlanFile(text)).toThrow(
        expect.objectContaining({ code: 'EAC_INPUT_INVALID' }),
      );
    },
  );
});
