import { describe, expect, test } from '@jest/globals';
import {
  reconcile,
  roleTag,
  setupGoal,
  teardownGoal,
  verifyBinding,
} from '../../packages/bindings/src/index.ts';
import { parseClientId, RoleArn } from '../../packages/core/src/programs.ts';
import { ModelWorld } from './model/model-world.ts';
import { NAME, ROLE, TENANT, teardownOf, wishOf } from './model/wishes.ts';

const SECOND = RoleArn.parse('arn:aws:iam::123456789012:role/second');

describe('an application with two roles', () => {
  test('goes with the last of them, and its audience too', async () => {
    const world = new ModelWorld();
    await reconcile(setupGoal(wishOf()), world.visit());
    await reconcile(setupGoal(wishOf({ role: SECOND })), world.visit());
    await reconcile(teardownGoal(teardownOf()), world.visit());
    const between = world.directory.snapshot().applications;
    expect(between.map(({ tags }) => tags)).toEqual([['entra-aws-creds', roleTag(SECOND.text)]]);
    expect(world.account.snapshot().providers.map(({ audiences }) => audiences)).toEqual([
      [between[0]?.clientId],
    ]);
    const drift = await verifyBinding(
      {
        tenant: TENANT,
        cloud: 'AzureCloud',
        application: NAME,
        role: SECOND,
        half: { only: undefined },
      },
      world.visit(),
    );
    expect(drift.drift).toEqual([]);
    await reconcile(teardownGoal(teardownOf({ role: SECOND })), world.visit());
    expect(world.directory.snapshot().applications).toEqual([]);
    expect(world.account.snapshot()).toEqual({ providers: [], roles: [], attached: {} });
  });
});

test('an application stays while a role trusts it that it does not list', async () => {
  const world = new ModelWorld();
  await reconcile(setupGoal(wishOf()), world.visit());
  await reconcile(setupGoal(wishOf({ role: SECOND })), world.visit());
  const [application] = world.directory.snapshot().applications;
  if (application === undefined) throw new Error('no application');
  world.directory.put({ ...application, tags: ['entra-aws-creds', roleTag(ROLE.text)] });
  await reconcile(teardownGoal(teardownOf()), world.visit());
  expect(world.directory.snapshot().applications).toHaveLength(1);
  expect(world.account.snapshot().roles.map(({ arn }) => arn.name)).toEqual(['second']);
});

describe('two teams, each with one half', () => {
  test('end where one with both ends', async () => {
    const world = new ModelWorld();
    const entra = { ...world.visit(), account: undefined };
    await reconcile(setupGoal(wishOf({ half: { only: 'entra' } })), entra);
    const [servicePrincipal] = world.directory.snapshot().servicePrincipals;
    expect(servicePrincipal).toBeDefined();
    const aws = { ...world.visit(), directory: undefined };
    const half = {
      only: 'aws' as const,
      clientId: parseClientId(servicePrincipal?.clientId ?? ''),
      servicePrincipalId: servicePrincipal?.id ?? '',
    };
    await reconcile(setupGoal(wishOf({ half })), aws);
    const { changes } = await reconcile(setupGoal(wishOf()), world.visit());
    expect(changes).toEqual([]);
    await reconcile(teardownGoal(teardownOf({ half })), { ...world.visit(), directory: undefined });
    expect(world.account.snapshot().roles).toEqual([]);
    expect(world.directory.snapshot().applications).toHaveLength(1);
    await reconcile(teardownGoal(teardownOf({ half: { only: 'entra' } })), {
      ...world.visit(),
      account: undefined,
    });
    expect(world.directory.snapshot().applications).toEqual([]);
  });
});

describe('one audience for all roles', () => {
  test('is not taken away with one of them', async () => {
    const world = new ModelWorld();
    const audience = { mode: 'shared' as const, resource: 'api://shared' };
    await reconcile(setupGoal(wishOf({ audience })), world.visit());
    const [role] = world.account.snapshot().roles;
    const prefix = `sts.windows.net/${TENANT}/`;
    expect(role?.trustPolicy['Statement']).toEqual([
      expect.objectContaining({
        Condition: {
          StringEquals: {
            [`${prefix}:aud`]: 'api://shared',
            [`${prefix}:sub`]: 'dddddddd-0000-4000-8000-000000000001',
          },
        },
      }),
    ]);
    await reconcile(teardownGoal(teardownOf()), world.visit());
    expect(world.account.snapshot().roles).toEqual([]);
    expect(world.account.snapshot().providers.map(({ audiences }) => audiences)).toEqual([
      ['api://shared'],
    ]);
  });

  test('needs v1.0 tokens', () => {
    expect(() =>
      wishOf({ audience: { mode: 'shared', resource: 'api://shared' }, tokenVersion: 'v2' }),
    ).toThrow(expect.objectContaining({ code: 'EAC_INPUT_CONFLICT' }));
  });
});
