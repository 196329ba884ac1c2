import { expect, test } from '@jest/globals';
import {
  providerFor,
  type Role,
  reconcile,
  setupGoal,
  verifyBinding,
} from '../../packages/bindings/src/index.ts';
import { ModelWorld } from './model/model-world.ts';
import { NAME, ROLE, TENANT, wishOf } from './model/wishes.ts';

const PLACEHOLDER = 'entra-aws-creds';
const provider = providerFor(wishOf(), 'v2');

/** As somebody makes a role who wants it bound: with session tags, from one network, and for nobody yet. */
const role: Role = {
  arn: ROLE,
  roleId: 'AROATHEIRS0000000000',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: provider.arn },
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Condition: {
        StringEquals: { [`${provider.keyPrefix}:aud`]: PLACEHOLDER },
        IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
      },
    },
  },
  tags: {},
  maxSessionDuration: 3600,
  permissionsBoundary: undefined,
  created: undefined,
  lastUsed: undefined,
};

const verification = {
  tenant: TENANT,
  cloud: 'AzureCloud' as const,
  application: NAME,
  role: ROLE,
  half: { only: undefined },
  placeholder: PLACEHOLDER,
};

test('a statement with the placeholder is taken over where it stands', async () => {
  const world = new ModelWorld();
  world.account.putRole(role);
  const before = await verifyBinding(verification, world.visit());
  expect(before.drift.map(({ kind }) => kind)).toContain('placeholder-left');

  await reconcile(setupGoal(wishOf({ placeholder: PLACEHOLDER, adopt: true })), world.visit());

  const [bound] = world.account.snapshot().roles;
  expect(bound?.trustPolicy['Statement']).toEqual([
    {
      Sid: 'EntraAwsCredscccccccc000040008000000000000001',
      Effect: 'Allow',
      Principal: { Federated: provider.arn },
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          [`${provider.keyPrefix}:aud`]: 'cccccccc-0000-4000-8000-000000000001',
          [`${provider.keyPrefix}:oaud`]: 'cccccccc-0000-4000-8000-000000000001',
          [`${provider.keyPrefix}:sub`]: 'dddddddd-0000-4000-8000-000000000001',
        },
        IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
      },
    },
  ]);
  expect((await verifyBinding(verification, world.visit())).drift).toEqual([]);
});
