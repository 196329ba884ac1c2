import { applicationIn } from '../../apply/step.ts';
import { type Observed, withEntra } from '../../observe/observed.ts';
import { claimsObjectName } from '../../ownership.ts';
import { NO_PEOPLE_SIDE, type PeopleSide } from '../people-application.ts';

export function sideIn({ entra }: Observed): PeopleSide {
  return entra?.people ?? NO_PEOPLE_SIDE;
}

/** `state` with these parts of what is about people known anew. */
export function withPeople(state: Observed, parts: Partial<PeopleSide>): Observed {
  const { application } = state.entra ?? {};
  const name = application && claimsObjectName(application.clientId);
  const side = sideIn(state);
  return withEntra(state, { people: { ...side, name: name ?? side.name, ...parts } });
}

/** By which what we make for the application is known again. */
export function nameIn(state: Observed): string {
  return claimsObjectName(applicationIn(state).clientId);
}
