import { describe, expect, test } from '@jest/globals';
import {
  providerFor,
  reconcile,
  setupGoal,
  teardownGoal,
} from '../../packages/bindings/src/index.ts';
import { RoleArn } from '../../packages/core/src/programs.ts';
import { finalState } from './model/final-state.ts';
import { ModelWorld } from './model/model-world.ts';
import { theirRole, theirs } from './model/theirs.ts';
import { ROLE, teardownOf, wishOf } from './model/wishes.ts';

const provider = providerFor(wishOf(), 'v2');
const setUp = (world: ModelWorld, parts = {}) => reconcile(setupGoal(wishOf(parts)), world.visit());

interface Refusal {
  readonly before: (world: ModelWorld) => unknown;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'an application of the name that somebody else made': {
    before: (world) => world.directory.put(theirs),
    code: 'EAC_BINDING_FOREIGN',
    message: `The application "deployments" (client ID ${theirs.clientId}) was not made by this product`,
    hint: '--adopt',
  },
  'several applications of the name': {
    before: (world) => {
      world.directory.put(theirs);
      world.directory.put({ ...theirs, id: 'second', clientId: 'second' });
    },
    code: 'EAC_BINDING_CONFLICT',
    message: `There are 2 applications of the name "deployments"`,
    hint: 'rename',
  },
  'a deleted application that holds the name': {
    before: async (world) => {
      await setUp(world);
      await reconcile(teardownGoal(teardownOf()), world.visit());
    },
    code: 'EAC_BINDING_CONFLICT',
    message: 'An application of this name was deleted, and holds it for 30 days',
    hint: '--restore',
  },
  'a role that somebody else made': {
    before: (world) => world.account.putRole(theirRole),
    code: 'EAC_BINDING_FOREIGN',
    message: `The role ${ROLE.text} was not made by this product`,
    hint: '--adopt',
  },
  'a role of the name under another path': {
    before: (world) => {
      const arn = RoleArn.parse('arn:aws:iam::123456789012:role/path/Deployment');
      world.account.putRole({ ...theirRole, arn });
    },
    code: 'EAC_BINDING_CONFLICT',
    message: 'the account has arn:aws:iam::123456789012:role/path/Deployment',
    hint: 'Give the ARN of the role that there is',
  },
  'a provider that is full': {
    before: (world) => {
      const audiences = Array.from({ length: 100 }, (_, index) => `audience-${index}`);
      world.account.putProvider({ ...provider, audiences, tags: {} });
    },
    code: 'EAC_IAM_QUOTA',
    message: `The identity provider ${provider.arn} has 100 audiences`,
    hint: '"--audience"',
  },
};

describe('refused by name, with nothing changed:', () => {
  test.each(Object.entries(REFUSALS))('%s', async (_, { before, code, message, hint }) => {
    const world = new ModelWorld();
    await before(world);
    const state = finalState(world);
    await expect(setUp(world)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    expect(finalState(world)).toEqual(state);
  });

  test('a role of another application', async () => {
    const world = new ModelWorld();
    await setUp(world, { application: { displayName: 'other', uniqueName: 'other' } });
    await setUp(world, { role: RoleArn.parse('arn:aws:iam::123456789012:role/second') });
    const state = finalState(world);
    await expect(setUp(world)).rejects.toMatchObject({
      code: 'EAC_BINDING_CONFLICT',
      message: expect.stringContaining('belongs to another application'),
    });
    expect(finalState(world)).toEqual(state);
  });

  test.each([
    ['would be too long', 'x'.repeat(1800), 'EAC_IAM_QUOTA', 'L-C07B4B0D'],
    [
      'names a principal that was deleted',
      'AROAEXAMPLEEXAMPLE123',
      'EAC_BINDING_CONFLICT',
      'by hand',
    ],
  ])('a trust policy that %s', async (_, principal, code, hint) => {
    const world = new ModelWorld();
    const Statement = [
      { Sid: 'Theirs', Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
    ];
    world.account.putRole({ ...theirRole, trustPolicy: { Version: '2012-10-17', Statement } });
    const state = finalState(world);
    await expect(setUp(world, { adopt: true })).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
    });
    expect(finalState(world)).toEqual(state);
  });
});

test('another version of the tokens for a binding that there is', async () => {
  const world = new ModelWorld();
  await setUp(world);
  const state = finalState(world);
  await expect(setUp(world, { tokenVersion: 'v1' })).rejects.toMatchObject({
    code: 'EAC_BINDING_CONFLICT',
    hint: expect.stringContaining('tear the binding down first'),
  });
  expect(finalState(world)).toEqual(state);
});
