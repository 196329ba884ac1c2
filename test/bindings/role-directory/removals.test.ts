import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RoleIdentity } from '../../../packages/bindings/src/index.ts';
import { ModelWorld } from '../model/model-world.ts';
import { rolesIn, trapFor, wantedOf } from './roles.ts';

/** A tenant with so many applications of roles. */
async function tenantOf(count: number) {
  const world = new ModelWorld();
  const identities: RoleIdentity[] = [];
  for (let index = 0; index < count; index += 1) {
    identities.push(await rolesIn(world.visit()).ensure(wantedOf(`role${index}`)));
  }
  return { world, identities };
}

/** How many let nobody log in any more. */
function disabled({ directory }: ModelWorld): number {
  return directory.snapshot().servicePrincipals.filter(({ enabled }) => !enabled).length;
}

/** How many may go by the page: the first that reaches a limit stops. */
function allowed(count: number, most: number, percent: number): number {
  let gone = 0;
  while (gone < count && gone < most && (gone < 3 || gone * 100 < count * percent)) gone += 1;
  return gone;
}

test.each([
  ['all at once in one process', true, true],
  ['one after another in one process', false, true],
  ['one after another, each in a process of its own', false, false],
])('no more go within an hour than the limits say: %s', async (_, atOnce, isOneProcess) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom<'retire' | 'remove'>('retire', 'remove'),
      async (count, most, percent, act) => {
        const { world, identities } = await tenantOf(count);
        const own = new Map<string, Date>();
        const limits = { mostRemovalsAnHour: most, mostRemovalsPercent: percent };
        const one = (identity: RoleIdentity) =>
          rolesIn(world.visit(), limits, isOneProcess ? own : new Map())[act](identity);
        const isRemoved = act === 'remove';
        const ended = atOnce
          ? await Promise.allSettled(identities.map(one))
          : await inTurn(identities, one);
        const gone = ended.filter(({ status }) => status === 'fulfilled').length;
        const left = world.directory.snapshot().applications.length;
        // What is deleted makes the whole smaller, so no more may go than of the whole at first.
        if (isRemoved) expect(gone).toBeLessThanOrEqual(allowed(count, most, percent));
        else expect(gone).toBe(allowed(count, most, percent));
        expect(isRemoved ? count - left : disabled(world)).toBe(gone);
        for (const { status, reason } of ended as PromiseRejectedResult[]) {
          if (status === 'rejected') expect(reason).toMatchObject({ code: 'EAC_REMOVAL_BRAKE' });
        }
      },
    ),
    { numRuns: 40 },
  );
});

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<unknown>) {
  const ended: PromiseSettledResult<unknown>[] = [];
  for (const one of all) ended.push(...(await Promise.allSettled([work(one)])));
  return ended;
}

test('of three roles one may go, and all three', async () => {
  const { world, identities } = await tenantOf(3);
  for (const identity of identities) await rolesIn(world.visit()).retire(identity);
  expect(disabled(world)).toBe(3);
});

test('one that failed on the way goes when it is tried again, and counts once', async () => {
  const { world, identities } = await tenantOf(4);
  const own = new Map<string, Date>();
  const limits = { mostRemovalsAnHour: 1, mostRemovalsPercent: 100 };
  const [first, second] = identities as [RoleIdentity, RoleIdentity];
  const kill = { call: 6, after: false };
  await expect(rolesIn(world.visit({ kill }), limits, own).retire(first)).rejects.toThrow();
  await expect(rolesIn(world.visit(), limits, own).retire(second)).rejects.toMatchObject({
    code: 'EAC_REMOVAL_BRAKE',
  });
  await rolesIn(world.visit(), limits, own).retire(first);
  expect(disabled(world)).toBe(1);
});

test('one that was stopped does not count', async () => {
  const { world, identities } = await tenantOf(3);
  const own = new Map<string, Date>();
  const retire = (identity: RoleIdentity) =>
    rolesIn(world.visit(), { mostRemovalsAnHour: 1 }, own).retire(identity);
  const [first, second, third] = identities as [RoleIdentity, RoleIdentity, RoleIdentity];
  await retire(first);
  world.pass(50 * 60_000);
  await expect(retire(second)).rejects.toMatchObject({ code: 'EAC_REMOVAL_BRAKE' });
  world.pass(15 * 60_000);
  await retire(third);
  expect(disabled(world)).toBe(2);
});

test('applications of somebody else that say they were retired stop nothing', async () => {
  const { world, identities } = await tenantOf(1);
  const at = world.now.toISOString();
  const tags = [`entra-aws-creds-retired:${at}`, `entra-aws-creds-retired-in:${at.slice(0, 13)}`];
  for (let index = 0; index < 20; index += 1) {
    const trap = trapFor(wantedOf(`trap${index}`));
    const id = `${index}`.padStart(8, '9') + trap.id.slice(8);
    world.directory.put({ ...trap, id, clientId: id, tags: [...trap.tags, ...tags] });
  }
  await rolesIn(world.visit()).retire(identities[0] as RoleIdentity);
  expect(disabled(world)).toBe(1);
});

test('a process remembers what it has retired for an hour, and no longer', async () => {
  const { world, identities } = await tenantOf(60);
  const own = new Map<string, Date>();
  let largest = 0;
  for (const identity of identities) {
    await rolesIn(world.visit(), {}, own).retire(identity);
    largest = Math.max(largest, own.size);
    world.pass(7 * 60_000);
  }
  expect(disabled(world)).toBe(60);
  expect(largest).toBeLessThanOrEqual(9);
});
