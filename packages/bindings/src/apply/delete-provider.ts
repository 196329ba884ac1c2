import { withAws } from '../observe/observed.ts';
import { isMadeByUs } from '../ownership.ts';
import { accountOf } from '../ports.ts';
import { asAnswered, type Step } from './step.ts';

/** Looked at once more just before: with an audience, somebody has come to use it. */
export const deleteProvider: Step<'delete-provider'> = {
  isDone: (_, { aws }) => aws?.provider === undefined,
  async make({ provider: { arn } }, state, world) {
    const account = accountOf(world);
    const provider = await account.provider(arn);
    if (provider === undefined) return withAws(state, { provider });
    if (!isMadeByUs(provider) || provider.audiences.length > 0) {
      world.tell(`The identity provider ${arn} stays: somebody has come to use it.`);
      return withAws(state, { provider });
    }
    await account.deleteProvider(arn);
    return withAws(state, { provider: undefined });
  },
  verify: asAnswered,
};
