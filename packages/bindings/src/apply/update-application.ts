import type { Application } from '../entra-directory/application.ts';
import { withEntra } from '../observe/observed.ts';
import type { ApplicationUpdate } from '../plan/change.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';
import { readApplication } from './application-reading.ts';
import type { Step } from './step.ts';

/** Graph takes tags as a whole list, so they are read first, and others' put back. */
export const updateApplication: Step<'update-application'> = {
  isDone: (change, { entra }) =>
    entra?.application !== undefined && isAsWanted(change, entra.application),
  async make(change, state, world) {
    const { id, addTags, removeTags, tokenVersion } = change;
    const { tags } = await readApplication(state, world);
    const wanted = [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
    await onceThere(
      inEntra('the application can be changed'),
      () =>
        directoryOf(world).updateApplication(id, {
          tags: wanted,
          ...(tokenVersion !== undefined && { tokenVersion }),
        }),
      world,
    );
    return state;
  },
  async verify(change, state, world) {
    const application = await settled(
      inEntra('the change of the application can be seen'),
      async () => {
        const seen = await directoryOf(world).application({ id: change.id });
        return seen && isAsWanted(change, seen) ? seen : undefined;
      },
      world,
    );
    return withEntra(state, { application });
  },
};

function isAsWanted(
  { addTags, removeTags, tokenVersion }: ApplicationUpdate,
  application: Application,
): boolean {
  const { tags } = application;
  return (
    addTags.every((tag) => tags.includes(tag)) &&
    !removeTags.some((tag) => tags.includes(tag)) &&
    (tokenVersion === undefined || tokenVersion === application.tokenVersion)
  );
}
