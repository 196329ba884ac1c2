import type { BindingWorld } from '../binding-world.ts';
import type { Application } from '../entra-directory/application.ts';
import { type Observed, withEntra } from '../observe/observed.ts';
import type { Change } from '../plan/change.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, seenSoon } from '../settling.ts';

/** A server that is behind shows old tags for longer than this only seldom; writing them again does no harm. */
const LONGEST_MS = 15_000;

/**
 * The tags that were added, looked at once more when all the rest is done. Graph takes tags as one list and no
 * condition on writing it, so one who sets up another role at the same moment may have written over ours.
 *
 * @returns what is there now: planning from it adds again what is gone
 */
export async function withLastingTags(
  done: readonly Change[],
  observed: Observed,
  world: BindingWorld,
): Promise<Observed> {
  const known = observed.entra?.application;
  const added = done.flatMap(tagsAddedBy);
  if (known === undefined || added.length === 0) return observed;
  let last: Application | undefined;
  await seenSoon(
    { ...inEntra('the tags of the application can still be seen'), longestMs: LONGEST_MS },
    async () => {
      last = (await directoryOf(world).application({ id: known.id })) ?? last;
      return added.every((tag) => last?.tags.includes(tag)) ? last : undefined;
    },
    world,
  );
  return withEntra(observed, { application: { ...known, tags: last?.tags ?? known.tags } });
}

function tagsAddedBy(change: Change): readonly string[] {
  if (change.kind === 'create-application') return change.application.tags;
  return change.kind === 'update-application' ? change.addTags : [];
}
