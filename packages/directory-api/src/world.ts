import type { BindingWorld, OwnedDirectory } from '@entra-aws-creds/bindings';
import type { OnlinePlatform } from '@entra-aws-creds/core/programs';

/** Ends a request that would have to wait longer than its caller should. */
export class StillCopying extends Error {
  override readonly name = 'StillCopying';
}

/** Changes are waited for so long within a request; the caller comes again for the rest. */
export const PATIENCE_MS = 5_000;

/** What changes on the side of Entra are made with, by one request. */
export function impatientWorld(
  directory: OwnedDirectory,
  { clock, wait, randomFraction }: Pick<OnlinePlatform, 'clock' | 'wait' | 'randomFraction'>,
  patienceMs: number,
): BindingWorld {
  const until = clock.now().getTime() + patienceMs;
  return {
    directory,
    account: undefined,
    clock,
    randomFraction,
    signal: new AbortController().signal,
    tell: () => {},
    wait: async (milliseconds, signal) => {
      if (clock.now().getTime() + milliseconds > until) throw new StillCopying();
      await wait(milliseconds, signal);
    },
  };
}
