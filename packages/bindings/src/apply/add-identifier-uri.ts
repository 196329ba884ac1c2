import { withEntra } from '../observe/observed.ts';
import { textNow } from '../plan/later.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere, settled } from '../settling.ts';
import { readApplication } from './application-reading.ts';
import { applicationIn, type Step } from './step.ts';

export const addIdentifierUri: Step<'add-identifier-uri'> = {
  isDone: ({ uri }, state) => {
    const uris = state.entra?.application?.identifierUris;
    return uris?.includes(textNow(uri, state)) ?? false;
  },
  async make({ uri }, state, world) {
    const { id, identifierUris } = await readApplication(state, world);
    const wanted = [...new Set([...identifierUris, textNow(uri, state)])];
    await onceThere(
      inEntra('the application can be given its identifier URI'),
      () => directoryOf(world).updateApplication(id, { identifierUris: wanted }),
      world,
    );
    return state;
  },
  async verify({ uri }, state, world) {
    const { id } = applicationIn(state);
    const application = await settled(
      inEntra('the identifier URI can be seen'),
      async () => {
        const seen = await directoryOf(world).application({ id });
        return seen?.identifierUris.includes(textNow(uri, state)) ? seen : undefined;
      },
      world,
    );
    return withEntra(state, { application });
  },
};
