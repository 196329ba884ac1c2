import { expect, test } from '@jest/globals';
import { reconcile, setupGoal } from '../../packages/bindings/src/index.ts';
import type { RoleArn } from '../../packages/core/src/programs.ts';
import type { PolicyJson } from '../../packages/trust-policy/src/index.ts';
import { ModelWorld, type Visit } from './model/model-world.ts';
import { ROLE, wishOf } from './model/wishes.ts';

const theirs = (name: string) => ({
  Sid: name,
  Effect: 'Allow',
  Principal: { AWS: '123456789012' },
  Action: 'sts:AssumeRole',
});

/** Somebody who writes over each of our writes, so many times. */
function contested(
  world: ModelWorld,
  times: number,
  edit: (policy: PolicyJson) => PolicyJson,
): Visit {
  const visit = world.visit();
  let left = times;
  const account = new Proxy(world.account, {
    get: (real, name) => {
      if (name !== 'updateTrustPolicy') return Reflect.get(real, name, real).bind?.(real);
      return async (role: RoleArn, policy: PolicyJson) => {
        await real.updateTrustPolicy(role, policy);
        left -= 1;
        if (left >= 0) await real.updateTrustPolicy(role, edit(policy));
      };
    },
  });
  return { ...visit, account };
}

const statementsOf = (world: ModelWorld) =>
  world.account.snapshot().roles[0]?.trustPolicy['Statement'];

test('what somebody writes at the same moment is merged, not lost', async () => {
  const world = new ModelWorld();
  const edits = (policy: PolicyJson) => ({ ...policy, Statement: [theirs('Theirs')] });
  await reconcile(setupGoal(wishOf()), contested(world, 1, edits));
  expect(statementsOf(world)).toEqual([
    theirs('Theirs'),
    expect.objectContaining({ Sid: expect.stringMatching(/^EntraAwsCreds/) }),
  ]);
});

test('a tool that writes each time is told of, and left alone', async () => {
  const world = new ModelWorld();
  let turn = 0;
  const edits = (policy: PolicyJson) => {
    turn += 1;
    return { ...policy, Statement: [theirs(`Theirs${turn}`)] };
  };
  await expect(reconcile(setupGoal(wishOf()), contested(world, 9, edits))).rejects.toMatchObject({
    code: 'EAC_BINDING_CONFLICT',
    message: `The trust policy of ${ROLE.text} was written 3 times, and somebody else wrote over it each time.`,
  });
  expect(statementsOf(world)).toEqual([theirs('Theirs3')]);
});
