import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reconcile, setupGoal, teardownGoal } from '../../packages/bindings/src/index.ts';
import type { Account } from './model/model-account.ts';
import { ifCutShort, ModelWorld } from './model/model-world.ts';
import { ROLE, teardownOf, wishOf } from './model/wishes.ts';

interface Statement {
  readonly Sid?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Values that our statement of the role pins, by the ends of the keys. */
function pinned({ roles }: Account): Readonly<Record<string, unknown>> {
  const statements = roles.flatMap(({ trustPolicy }) => trustPolicy['Statement'] as Statement[]);
  const [own] = statements.filter(({ Sid }) => Sid?.startsWith('EntraAwsCreds'));
  const equal = Object.entries(own?.Condition?.['StringEquals'] ?? {});
  return Object.fromEntries(equal.map(([key, value]) => [key.split(':').at(-1), value]));
}

test('nothing is open before it is narrow, and all that it needs is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(0, 5_000, 60_000), { maxLength: 5 }),
      fc.integer({ min: 1, max: 60 }),
      async (lags, call) => {
        const world = new ModelWorld(lags);
        let opened = 0;
        world.account.watch = (account) => {
          if (account.roles.length === 0) return;
          const { aud, sub } = pinned(account);
          expect(aud).toBeDefined();
          if (aud === 'entra-aws-creds-closed') return;
          expect(sub).toBeDefined();
          opened += 1;
          const { applications, servicePrincipals } = world.directory.snapshot();
          expect(servicePrincipals.map(({ id }) => id)).toEqual([sub]);
          expect(applications.map(({ certificates }) => certificates.length)).toEqual([1]);
          expect(account.providers.flatMap(({ audiences }) => audiences)).toEqual([aud]);
          expect(account.attached[ROLE.name]).toHaveLength(1);
        };
        const wish = setupGoal(wishOf());
        await reconcile(wish, world.visit({ kill: { call, after: true } })).catch(ifCutShort);
        await reconcile(wish, world.visit());
        expect(opened).toBeGreaterThan(0);
        world.pass(3_600_000);
        const gone = teardownGoal(teardownOf());
        await reconcile(gone, world.visit({ kill: { call, after: false } })).catch(ifCutShort);
        await reconcile(gone, world.visit());
        expect(world.account.snapshot().roles).toEqual([]);
      },
    ),
  );
});
