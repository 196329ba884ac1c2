import { describe, expect, test } from '@jest/globals';
import {
  ADOPTED_TAG,
  APPLICATION_TAG,
  reconcile,
  setupGoal,
  teardownGoal,
} from '../../packages/bindings/src/index.ts';
import { ModelWorld } from './model/model-world.ts';
import { theirRole, theirs } from './model/theirs.ts';
import { ROLE, teardownOf, wishOf } from './model/wishes.ts';

const setUp = (world: ModelWorld, parts = {}) => reconcile(setupGoal(wishOf(parts)), world.visit());

describe('taken over when that is asked for', () => {
  test('an application, which is never deleted', async () => {
    const world = new ModelWorld();
    world.directory.put({ ...theirs, tags: ['theirs'] });
    await setUp(world, { adopt: true });
    expect(world.directory.snapshot().applications.map(({ tags }) => tags)).toEqual([
      ['theirs', APPLICATION_TAG, ADOPTED_TAG, `aws-role:${ROLE.text}`],
    ]);
    await setUp(world);
    await reconcile(teardownGoal(teardownOf({ purge: true })), world.visit());
    expect(world.directory.snapshot().applications.map(({ tags }) => tags)).toEqual([['theirs']]);
  });

  test('a deleted application of ours, which keeps its client ID', async () => {
    const world = new ModelWorld();
    await setUp(world);
    const [before] = world.directory.snapshot().applications;
    await reconcile(teardownGoal(teardownOf()), world.visit());
    await setUp(world, { restore: true });
    expect(world.directory.snapshot().applications.map(({ clientId }) => clientId)).toEqual([
      before?.clientId,
    ]);
  });

  test('a role, with the statements that it has', async () => {
    const world = new ModelWorld();
    world.account.putRole(theirRole);
    await setUp(world, { adopt: true });
    const [role] = world.account.snapshot().roles;
    expect(role?.trustPolicy['Statement']).toEqual([
      (theirRole.trustPolicy['Statement'] as unknown[])[0],
      expect.objectContaining({ Sid: 'EntraAwsCredscccccccc000040008000000000000001' }),
    ]);
    await reconcile(teardownGoal(teardownOf()), world.visit());
    expect(world.account.snapshot().roles[0]?.trustPolicy).toEqual(theirRole.trustPolicy);
  });
});
