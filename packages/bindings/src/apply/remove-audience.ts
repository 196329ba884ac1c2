import { isNeeded, neighboursOf } from '../observe/neighbours.ts';
import { withAws } from '../observe/observed.ts';
import { statementIdOf } from '../ownership.ts';
import { accountOf } from '../ports.ts';
import { inIam, settled, unlessGone } from '../settling.ts';
import type { Step } from './step.ts';

/** All roles are listed anew just before: one that was bound since the plan keeps the audience. */
export const removeAudience: Step<'remove-audience'> = {
  isDone: ({ audience }, { aws }) => !aws?.provider?.audiences.includes(audience),
  async make({ provider, audience, role, clientId }, state, world) {
    const account = accountOf(world);
    const neighbours = await neighboursOf(provider, account);
    const own = { role: role.text, sid: statementIdOf(clientId) };
    if (isNeeded(audience, neighbours, own)) {
      world.tell(`The audience ${audience} stays: another role has come to use it.`);
    } else {
      await unlessGone(
        inIam('the audience can be removed'),
        () => account.removeAudience(provider.arn, audience),
        world,
      );
    }
    return withAws(state, { neighbours });
  },
  async verify({ provider: { arn }, audience, role, clientId }, state, world) {
    const own = { role: role.text, sid: statementIdOf(clientId) };
    if (isNeeded(audience, state.aws?.neighbours ?? [], own)) return state;
    const { provider } = await settled(
      inIam('the audience is gone'),
      async () => {
        const seen = await accountOf(world).provider(arn);
        return seen?.audiences.includes(audience) ? undefined : { provider: seen };
      },
      world,
    );
    return withAws(state, { provider });
  },
};
