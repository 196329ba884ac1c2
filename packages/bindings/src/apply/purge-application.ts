import { quote, StepFailure } from '@entra-aws-creds/core/programs';
import { withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, isUnknownThere, onceThere } from '../settling.ts';
import { asAnswered, type Step } from './step.ts';

/** It shows up among the deleted ones soon after, or somebody has purged it already. */
const LONGEST_MS = 120_000;

export const purgeApplication: Step<'purge-application'> = {
  isDone: () => false,
  async make({ id, displayName }, state, world) {
    const isGone = await onceThere(
      { ...inEntra('the deleted application can be purged'), longestMs: LONGEST_MS },
      () => directoryOf(world).purgeApplication(id),
      world,
    ).catch(goneAlready);
    if (!isGone) {
      world.tell(
        `The tenant protects ${quote(displayName)} from being purged for some days; it stays among the deleted applications.`,
      );
    }
    const deleted = state.entra?.deleted?.filter((one) => one.id !== id);
    return withEntra(state, { deleted });
  },
  verify: asAnswered,
};

function goneAlready(error: unknown): true {
  if (error instanceof StepFailure && isUnknownThere(error)) return true;
  throw error;
}
