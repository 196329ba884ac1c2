import { withAws } from '../observe/observed.ts';
import { textNow } from '../plan/later.ts';
import { accountOf } from '../ports.ts';
import { inIam, settled } from '../settling.ts';
import { addAudience } from './add-audience.ts';
import type { Step } from './step.ts';

/** Somebody may make one at the same moment: theirs stays, and gets our audience. */
export const createProvider: Step<'create-provider'> = {
  isDone: (_, { aws }) => aws?.provider !== undefined,
  async make({ provider: { url }, audience, tags }, state, world) {
    await accountOf(world).createProvider(url, [textNow(audience, state)], tags);
    return state;
  },
  async verify({ provider: named, audience }, state, world) {
    const provider = await settled(
      inIam('the identity provider can be seen'),
      () => accountOf(world).provider(named.arn),
      world,
    );
    const known = withAws(state, { provider });
    const change = { kind: 'add-audience' as const, provider: named, audience };
    if (addAudience.isDone(change, known)) return known;
    return addAudience.verify(change, await addAudience.make(change, known, world), world);
  },
};
