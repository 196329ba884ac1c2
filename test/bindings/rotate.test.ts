import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type NewCertificate,
  observe,
  questionOf,
  type Rotation,
  reconcile,
  rotate,
  rotationState,
  setupGoal,
} from '../../packages/bindings/src/index.ts';
import { StepFailure } from '../../packages/core/src/programs.ts';
import { ifCutShort, type Kill, ModelWorld } from './model/model-world.ts';
import { certificate, wishOf } from './model/wishes.ts';

const OLD = certificate('A', '2026-01-01');
const NEW = certificate('B', '2026-11-21');
const wish = wishOf({ credential: { kind: 'certificate', certificate: OLD } });
const DAY_MS = 86_400_000;

async function worldWithOld(lags: readonly number[] = []): Promise<ModelWorld> {
  const world = new ModelWorld(lags);
  await reconcile(setupGoal(wish), world.visit());
  const [application] = world.directory.snapshot().applications;
  if (application === undefined) throw new Error('no application');
  const theirs = { ...certificate('F'), displayName: 'theirs', keyId: 'key-theirs' };
  world.directory.put({ ...application, certificates: [...application.certificates, theirs] });
  world.pass(3_600_000);
  return world;
}

/** A login works when the certificate is among those that Entra has. */
function rotation(
  world: ModelWorld,
  next: NewCertificate,
  parts: Partial<Rotation> = {},
): Rotation {
  const attempt = async () => {
    if (thumbprints(world).includes(next.thumbprint)) return;
    throw new StepFailure('EAC_ENTRA_CERTIFICATE_REFUSED', 'Unknown certificate.', 'Add it.');
  };
  return {
    certificate: next,
    overlapMs: 0,
    prune: false,
    attempt,
    handOver: async () => {},
    ...parts,
  };
}

async function run(world: ModelWorld, how: Rotation, kill?: Kill) {
  const visit = world.visit(kill === undefined ? {} : { kill });
  return rotate(how, await observe(questionOf(wish), visit), visit);
}

function thumbprints(world: ModelWorld): readonly (string | undefined)[] {
  const [application] = world.directory.snapshot().applications;
  return (
    application?.certificates.map(({ thumbprint }) => thumbprint?.slice(0, 1).repeat(40)) ?? []
  );
}

const letters = (world: ModelWorld) => thumbprints(world).map((one) => one?.slice(0, 1));

describe('a rotation', () => {
  test('takes the place of the old certificate, and leaves those of others', async () => {
    const world = await worldWithOld();
    const { added, removed } = await run(world, rotation(world, NEW));
    expect([added, removed.length]).toEqual([true, 1]);
    expect(letters(world)).toEqual(['F', 'B']);
  });

  test('leaves the old one while they overlap, and removes it when that is over', async () => {
    const world = await worldWithOld();
    const how = rotation(world, NEW, { overlapMs: 7 * DAY_MS });
    const first = await run(world, how);
    expect(first.removable?.toISOString()).toBe('2026-11-28T00:00:00.000Z');
    expect(letters(world)).toEqual(['A', 'F', 'B']);
    world.pass(8 * DAY_MS);
    const second = await run(world, how);
    expect([second.added, second.removed.length]).toEqual([false, 1]);
    expect(letters(world)).toEqual(['F', 'B']);
  });

  test('says from what Entra lists where it stands', async () => {
    const world = await worldWithOld();
    await run(world, rotation(world, NEW, { overlapMs: DAY_MS }));
    const [application] = world.directory.snapshot().applications;
    const state = rotationState(application ?? { certificates: [] }, DAY_MS);
    expect(state.newest?.thumbprint).toBe(NEW.thumbprint);
    expect(state.superseded.map(({ thumbprint }) => thumbprint)).toEqual([OLD.thumbprint]);
    expect(state.removable?.toISOString()).toBe('2026-11-22T00:00:00.000Z');
  });

  test('removes nothing when the new one does not work', async () => {
    const world = await worldWithOld();
    const refused = async () => {
      throw new StepFailure('EAC_STS_ACCESS_DENIED', 'Not authorized.', 'See the trust policy.');
    };
    const how = rotation(world, NEW, { attempt: refused });
    await expect(run(world, how)).rejects.toMatchObject({
      code: 'EAC_BINDING_NOT_PROVED',
      message: expect.stringContaining('EAC_STS_ACCESS_DENIED: Not authorized.'),
    });
    expect(letters(world)).toEqual(['A', 'F', 'B']);
  });

  test('never leaves one that is not valid as the last', async () => {
    const world = await worldWithOld();
    const early = certificate('B', '2026-12-24');
    await expect(run(world, rotation(world, early))).rejects.toMatchObject({
      code: 'EAC_BINDING_LAST_CERTIFICATE',
    });
    expect(letters(world)).toEqual(['A', 'F', 'B']);
  });

  test('ends the same when it is killed anywhere and run again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0, 5_000, 60_000), { maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        async (lags, call, after) => {
          const world = await worldWithOld(lags);
          const how = rotation(world, NEW);
          await run(world, how, { call, after }).catch(ifCutShort);
          expect(letters(world)).toContain('F');
          expect(letters(world).filter((one) => one === 'A' || one === 'B')).not.toEqual([]);
          await run(world, how);
          expect(letters(world)).toEqual(['F', 'B']);
        },
      ),
    );
  });

  test('prunes the certificate of a run whose key is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.boolean(), async (call, after) => {
        const world = await worldWithOld();
        await run(world, rotation(world, NEW), { call, after }).catch(ifCutShort);
        const next = certificate('C', '2026-11-21');
        await run(world, rotation(world, next, { prune: true, overlapMs: DAY_MS }));
        expect(letters(world)).toEqual(['F', 'C']);
      }),
    );
  });
});
