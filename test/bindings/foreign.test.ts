import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Application,
  type OidcProvider,
  providerFor,
  type Role,
  reconcile,
  setupGoal,
  teardownGoal,
} from '../../packages/bindings/src/index.ts';
import { RoleArn, StepFailure } from '../../packages/core/src/programs.ts';
import { finalState } from './model/final-state.ts';
import { ModelWorld } from './model/model-world.ts';
import { NAME, ROLE, teardownOf, wishOf } from './model/wishes.ts';

const provider = providerFor(wishOf(), 'v2');

const application = fc.record<Application>({
  id: fc.uuid(),
  clientId: fc.uuid(),
  uniqueName: fc.constantFrom(undefined, 'theirs', NAME.uniqueName),
  displayName: fc.constantFrom(NAME.displayName, 'theirs'),
  tags: fc.constantFrom([], ['theirs']),
  tokenVersion: fc.constantFrom('v1', 'v2'),
  identifierUris: fc.constant([]),
  certificates: fc.constant([]),
  secrets: fc.constant([]),
  created: fc.constant(undefined),
});

const principal = fc.constantFrom(
  { AWS: 'arn:aws:iam::123456789012:root' },
  { Federated: provider.arn },
);

/** Each names its audience: one that does not may use any, and keeps ours at the provider. */
const statement = fc.record({
  Sid: fc.constantFrom('Theirs', 'Other'),
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: principal,
  Action: fc.constantFrom('sts:AssumeRole', ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']),
  Condition: fc.constant({ StringEquals: { [`${provider.keyPrefix}:aud`]: 'their-audience' } }),
});

const role = fc.record<Role>({
  arn: fc.constantFrom(ROLE, RoleArn.parse('arn:aws:iam::123456789012:role/theirs')),
  roleId: fc.constant('AROATHEIRS0000000000'),
  trustPolicy: fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: '2012-10-17', Statement })),
  tags: fc.constantFrom({}, { team: 'theirs' }),
  maxSessionDuration: fc.constant(3600),
  permissionsBoundary: fc.constant(undefined),
  created: fc.constant(undefined),
  lastUsed: fc.constant(undefined),
});

const theirProvider = fc.record<OidcProvider>({
  arn: fc.constant(provider.arn),
  url: fc.constant(provider.url),
  audiences: fc.uniqueArray(fc.constantFrom('their-audience', 'other'), { maxLength: 2 }),
  tags: fc.constantFrom({}, { team: 'theirs' }),
});

const surroundings = fc.record({
  applications: fc.uniqueArray(application, { maxLength: 2, selector: (one) => one.uniqueName }),
  roles: fc.uniqueArray(role, { maxLength: 2, selector: ({ arn }) => arn.text }),
  provider: fc.option(theirProvider, { nil: undefined }),
});

async function worldOf(around: typeof surroundings extends fc.Arbitrary<infer T> ? T : never) {
  const world = new ModelWorld();
  for (const one of around.applications) world.directory.put(one);
  for (const one of around.roles) world.account.putRole(one, ['arn:aws:iam::aws:policy/Theirs']);
  if (around.provider !== undefined) world.account.putProvider(around.provider);
  return world;
}

test('what carries no mark of ours is as it was after set-up and teardown', async () => {
  await fc.assert(
    fc.asyncProperty(surroundings, async (around) => {
      const world = await worldOf(around);
      const before = finalState(world);
      await reconcile(setupGoal(wishOf()), world.visit()).catch(ifRefused);
      const between = finalState(world);
      expect(between.tenant.applications).toEqual(
        expect.arrayContaining([...before.tenant.applications]),
      );
      expect(between.account.roles).toEqual(expect.arrayContaining([...before.account.roles]));
      expect(between.account.attached).toMatchObject(before.account.attached);
      await reconcile(teardownGoal(teardownOf({ purge: true })), world.visit()).catch(ifRefused);
      expect(finalState(world)).toEqual(before);
    }),
  );
});

test('a refusal changes nothing at all', async () => {
  await fc.assert(
    fc.asyncProperty(surroundings, async (around) => {
      const world = await worldOf(around);
      const before = finalState(world);
      const visit = world.visit();
      const refusal = await reconcile(setupGoal(wishOf()), visit).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (refusal === undefined) return;
      expect(refusal).toMatchObject({ code: expect.stringMatching(/^EAC_BINDING_/) });
      expect(finalState(world)).toEqual(before);
    }),
  );
});

test('what is adopted keeps everything of its own, and has it still when we are gone', async () => {
  await fc.assert(
    fc.asyncProperty(surroundings, async (around) => {
      const world = await worldOf(around);
      const before = finalState(world);
      const wish = wishOf({ adopt: true, maxSessionDuration: undefined, policies: [] });
      const refusal = await reconcile(setupGoal(wish), world.visit()).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (refusal !== undefined) return ifRefused(refusal);
      for (const { arn, trustPolicy } of before.account.roles) {
        const now = world.account.snapshot().roles.find((one) => one.arn.text === arn.text);
        expect(now?.trustPolicy['Statement']).toEqual(
          expect.arrayContaining(trustPolicy['Statement'] as unknown[]),
        );
      }
      await reconcile(teardownGoal(teardownOf({ purge: true })), world.visit());
      const after = finalState(world);
      expect(after.account.roles).toEqual(before.account.roles);
      expect(after.tenant.applications.map(({ tags }) => tags)).toEqual(
        before.tenant.applications.map(({ tags }) => tags),
      );
    }),
  );
});

function ifRefused(error: unknown): void {
  if (!(error instanceof StepFailure) || !/^EAC_BINDING_/.test(error.code)) throw error;
}
