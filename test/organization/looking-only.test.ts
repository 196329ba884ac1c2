import { expect, test } from '@jest/globals';
import type { IdentityAccount } from '../../packages/bindings/src/index.ts';
import { lookingOnly } from '../../packages/organization/src/nightly/looking-only.ts';

const READS = ['provider', 'role', 'roles', 'attachedPolicies', 'inlinePolicies'];

/** Whatever is asked of IAM, by its name. */
function account(asked: string[]): IdentityAccount {
  return new Proxy({} as IdentityAccount, {
    get: (_, name) => {
      if (name === 'address') return { partition: 'aws', account: '222222222222' };
      return async () => {
        asked.push(String(name));
      };
    },
  });
}

test('of an account that is only looked at, nothing but reading reaches IAM', async () => {
  const asked: string[] = [];
  const looking = lookingOnly(account(asked));
  const calls = Object.entries(looking).filter(([, member]) => typeof member === 'function');
  expect(calls.length).toBeGreaterThan(15);
  for (const [name, call] of calls) {
    const done = (call as () => Promise<unknown>)();
    if (READS.includes(name)) await done;
    else await expect(done).rejects.toMatchObject({ code: 'EAC_INTERNAL' });
  }
  expect(asked.toSorted()).toEqual(READS.toSorted());
});
