import { withEntra } from '../observe/observed.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, settled } from '../settling.ts';
import type { Step } from './step.ts';

export const restoreApplication: Step<'restore-application'> = {
  isDone: ({ id }, { entra }) => entra?.application?.id === id,
  async make({ id }, state, world) {
    await directoryOf(world).restoreApplication(id);
    return state;
  },
  async verify({ id }, state, world) {
    const application = await settled(
      inEntra('the restored application can be read'),
      () => directoryOf(world).application({ id }),
      world,
    );
    return withEntra(state, { application, deleted: undefined });
  },
};
