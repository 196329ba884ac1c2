import type { BindingWorld } from '../binding-world.ts';
import { type Observed, withAws } from '../observe/observed.ts';
import { accountOf } from '../ports.ts';
import { inIam, onceThere, settled, unlessGone } from '../settling.ts';
import type { ChangeOf, Step } from './step.ts';

export const attachPolicy: Step<'attach-policy'> = {
  isDone: ({ policy }, { aws }) => aws?.attachedPolicies.includes(policy) ?? false,
  async make({ role, policy }, state, world) {
    await onceThere(
      inIam('the role can be given its permissions'),
      () => accountOf(world).attachPolicy(role, policy),
      world,
    );
    return state;
  },
  verify: (change, state, world) => seen(change, true, state, world),
};

export const detachPolicy: Step<'detach-policy'> = {
  isDone: ({ policy }, { aws }) => !aws?.attachedPolicies.includes(policy),
  async make({ role, policy }, state, world) {
    await unlessGone(
      inIam('the policy can be detached'),
      () => accountOf(world).detachPolicy(role, policy),
      world,
    );
    return state;
  },
  verify: (change, state, world) => seen(change, false, state, world),
};

async function seen(
  { role, policy }: ChangeOf<'attach-policy' | 'detach-policy'>,
  isWanted: boolean,
  state: Observed,
  world: BindingWorld,
): Promise<Observed> {
  const attachedPolicies = await settled(
    inIam(`the policy ${policy} is ${isWanted ? 'attached' : 'detached'}`),
    async () => {
      const read = () => accountOf(world).attachedPolicies(role);
      const expectation = inIam('the policies of the role can be read');
      const policies = isWanted
        ? await onceThere(expectation, read, world)
        : ((await unlessGone(expectation, read, world)) ?? []);
      return policies.includes(policy) === isWanted ? policies : undefined;
    },
    world,
  );
  return withAws(state, { attachedPolicies });
}
