import { withAws } from '../observe/observed.ts';
import { textNow } from '../plan/later.ts';
import { accountOf } from '../ports.ts';
import { inIam, onceThere, settled } from '../settling.ts';
import type { Step } from './step.ts';

export const addAudience: Step<'add-audience'> = {
  isDone: ({ audience }, state) =>
    state.aws?.provider?.audiences.includes(textNow(audience, state)) ?? false,
  async make({ provider: { arn }, audience }, state, world) {
    await onceThere(
      inIam('the identity provider can be changed'),
      () => accountOf(world).addAudience(arn, textNow(audience, state)),
      world,
    );
    return state;
  },
  async verify({ provider: { arn }, audience }, state, world) {
    const provider = await settled(
      inIam('the audience can be seen'),
      async () => {
        const seen = await accountOf(world).provider(arn);
        return seen?.audiences.includes(textNow(audience, state)) ? seen : undefined;
      },
      world,
    );
    return withAws(state, { provider });
  },
};
