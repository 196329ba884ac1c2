import { type FailureCode, StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from './binding-world.ts';
import { type Expectation, onceThere } from './settling.ts';

/** After a change, one server may know of it and the next one not: one success proves nothing. */
const SUCCESSES_IN_A_ROW = 3;

const EXPECTATION: Expectation = {
  what: 'a login and an exchange work',
  why: 'Entra and AWS copy changes to many servers',
  longestMs: 600_000,
};

/** What servers say that have not heard yet of an application, its credential, a provider or a trust. */
const EARLY: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'EAC_ENTRA_APP_UNKNOWN',
  'EAC_ENTRA_AUDIENCE_UNKNOWN',
  'EAC_ENTRA_CERTIFICATE_REFUSED',
  'EAC_ENTRA_FEDERATION_REFUSED',
  'EAC_STS_ACCESS_DENIED',
  'EAC_STS_AUDIENCE_REFUSED',
  'EAC_STS_PROVIDER_MISSING',
]);

/**
 * Attempts a login and an exchange until they work three times in a row, for as long as it may be that a
 * service has not heard of the binding yet.
 *
 * @param attempt a login with nothing kept from an earlier one, and its token exchanged for credentials
 * @returns what the last one gave
 * @throws StepFailure `EAC_BINDING_NOT_PROVED`, and what else `attempt` throws
 */
export async function proved<T>(attempt: () => Promise<T>, world: BindingWorld): Promise<T> {
  const inARow = async () => {
    for (let made = 1; made < SUCCESSES_IN_A_ROW; made += 1) await attempt();
    return attempt();
  };
  const isEarly = ({ code }: StepFailure) => EARLY.has(code);
  try {
    return await onceThere(EXPECTATION, inARow, world, isEarly);
  } catch (error) {
    if (!(error instanceof StepFailure) || !isEarly(error)) throw error;
    throw new StepFailure(
      'EAC_BINDING_NOT_PROVED',
      `Everything is in place, but a login and an exchange do not work: ${error.code}: ${error.message}`,
      `${error.hint} Or run the command again later: it changes nothing that is right, and proves it again.`,
      { cause: error, answer: error.answer, notes: error.notes, corrections: error.corrections },
    );
  }
}
