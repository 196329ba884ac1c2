import { describe, expect, test } from '@jest/globals';
import {
  observe,
  planSetup,
  questionOf,
  reconcile,
  roleIdTag,
  setupGoal,
} from '../../packages/bindings/src/index.ts';
import { ModelWorld } from './model/model-world.ts';
import { wishOf } from './model/wishes.ts';

const FIRST = wishOf({ roleId: 'AROAEXAMPLEROLE00001', half: { only: 'entra' }, restore: true });
const LATER = { ...FIRST, roleId: 'AROAEXAMPLEROLE00002' };

describe('an application that notes the unique ID of its role', () => {
  test('has it among its tags, also when it was made without', async () => {
    for (const before of [FIRST, { ...FIRST, roleId: undefined }]) {
      const world = new ModelWorld();
      await reconcile(setupGoal(before), world.visit());
      const { observed } = await reconcile(setupGoal(FIRST), world.visit());
      expect(observed.entra?.application?.tags).toContain(roleIdTag('AROAEXAMPLEROLE00001'));
      expect(planSetup(FIRST, observed)).toEqual([]);
    }
  });

  test('is not for a later role of the name', async () => {
    const world = new ModelWorld();
    await reconcile(setupGoal(FIRST), world.visit());
    const visit = world.visit();
    await expect(reconcile(setupGoal(LATER), visit)).rejects.toMatchObject({
      code: 'EAC_BINDING_RECREATED',
    });
    const observed = await observe(questionOf(FIRST), world.visit());
    expect(planSetup(FIRST, observed)).toEqual([]);
  });

  test('is as good as before for who does not ask for an ID', async () => {
    const world = new ModelWorld();
    await reconcile(setupGoal(FIRST), world.visit());
    const observed = await observe(questionOf(FIRST), world.visit());
    expect(planSetup({ ...FIRST, roleId: undefined }, observed)).toEqual([]);
  });
});
