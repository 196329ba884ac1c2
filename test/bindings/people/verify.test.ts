import { describe, expect, test } from '@jest/globals';
import {
  driftOf,
  observe,
  peopleGoal,
  reconcile,
  teardownQuestion,
  verifyBinding,
} from '../../../packages/bindings/src/index.ts';
import type { ModelWorld } from '../model/model-world.ts';
import { peopleIn, worldForPeople as worldOf } from '../model/people-in.ts';
import { CLAIMS, peopleWishOf, ROLE, teardownOf } from '../model/wishes.ts';

const forPeople = true;

describe('verifying a binding of people', () => {
  const verification = teardownOf();
  const kinds = async (world: ModelWorld) => {
    const { drift } = await verifyBinding(verification, world.visit({ forPeople }));
    return drift.map(({ kind }) => kind);
  };
  const first = (world: ModelWorld) => world.directory.snapshot().applications[0]?.id ?? '';
  const edit = async (world: ModelWorld, change: (policy: string) => string) => {
    const [{ trustPolicy = {} } = {}] = world.account.snapshot().roles;
    await world.account.updateTrustPolicy(ROLE, JSON.parse(change(JSON.stringify(trustPolicy))));
  };

  test('finds nothing where all is as set up, with what is about people in reach or not', async () => {
    const world = await worldOf(peopleWishOf());
    expect(await kinds(world)).toEqual([]);
    const observed = await observe(teardownQuestion(teardownOf()), world.visit());
    expect(driftOf(verification, observed, world.now)).toEqual([]);
  });

  test.each<[string, (world: ModelWorld) => Promise<unknown>]>([
    ['sign-in-closed', (world) => world.people.updateSignIn(first(world), { redirectUris: [] })],
    [
      'claims-mapping-missing',
      (world) => world.people.updateSignIn(first(world), { acceptsMappedClaims: false }),
    ],
    [
      'claims-provider-missing',
      (world) => world.people.deleteListener(peopleIn(world).listeners[0]?.id ?? ''),
    ],
    [
      'claims-provider-slow',
      (world) => {
        const slow = { ...CLAIMS, claims: CLAIMS.mapping.claims, timeoutMs: 500 };
        return world.people.updateExtension(peopleIn(world).extensions[0]?.id ?? '', slow);
      },
    ],
    [
      'roles-claim-optional',
      (world) => edit(world, (policy) => policy.replace(/,"Bool":\{[^}]*\}/, '')),
    ],
    ['trust-widened', (world) => edit(world, (policy) => policy.replace(':aud"', ':other"'))],
  ])('tells %s, and setting up again repairs it', async (kind, change) => {
    const world = await worldOf(peopleWishOf());
    await change(world);
    expect(await kinds(world)).toContain(kind);
    await reconcile(peopleGoal(peopleWishOf()), world.visit({ forPeople }));
    expect(await kinds(world)).toEqual([]);
  });

  test('tells a missing app role, and that everybody may sign in', async () => {
    const world = await worldOf(peopleWishOf({ claims: undefined }));
    await world.people.updateSignIn(first(world), { appRoles: [] });
    await world.people.forgetAssignment(world.directory.snapshot().servicePrincipals[0]?.id ?? '');
    expect(await kinds(world)).toEqual(['assignment-not-required', 'app-role-missing']);
  });
});
