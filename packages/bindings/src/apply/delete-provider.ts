import { withAws } from '../observe/observed.ts';
import { isMadeByUs } from '../ownership.ts';
import { accountOf } from '../ports.ts';
import { inIam, seenSoon } from '../settling.ts';
import { asAnswered, type Step } from './step.ts';

/** Looked at once more just before: with an audience, somebody has come to use it. */
export const deleteProvider: Step<'delete-provider'> = {
  isDone: (_, { aws }) => aws?.provider === undefined,
  async make({ provider: { arn } }, state, world) {
    const account = accountOf(world);
    const isFree = await seenSoon(
      inIam('the identity provider is seen without audiences'),
      async () => {
        const seen = await account.provider(arn);
        return seen === undefined || seen.audiences.length === 0 ? true : undefined;
      },
      world,
    );
    const provider = await account.provider(arn);
    if (provider === undefined) return withAws(state, { provider });
    if (isFree === undefined || !isMadeByUs(provider)) {
      world.tell(`The identity provider ${arn} stays: somebody has come to use it.`);
      return withAws(state, { provider });
    }
    await account.deleteProvider(arn);
    return withAws(state, { provider: undefined });
  },
  verify: asAnswered,
};
