import { asStepFailure, type FailureCode, StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from './binding-world.ts';
import { settled } from './settling.ts';

/** How it is tried whether a binding works. Each throws the {@link StepFailure} that says why not. */
export interface Proof {
  /** One login at Entra, with nothing kept from an earlier one. */
  logIn(): Promise<void>;
  /** A login, and its token exchanged for credentials of the role. */
  exchange(): Promise<void>;
}

const MILLISECONDS_A_MINUTE = 60_000;

/** After a change, a server may know of it and the next one not: one success proves nothing. */
const LOGINS_IN_A_ROW = 3;

/** What servers say that do not know yet of an application, its credential, a provider or a trust. */
const EARLY: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'EAC_ENTRA_APP_UNKNOWN',
  'EAC_ENTRA_AUDIENCE_UNKNOWN',
  'EAC_ENTRA_CERTIFICATE_REFUSED',
  'EAC_ENTRA_FEDERATION_REFUSED',
  'EAC_STS_ACCESS_DENIED',
  'EAC_STS_AUDIENCE_REFUSED',
  'EAC_STS_PROVIDER_MISSING',
  'EAC_STS_TOKEN_NOT_VALIDATED',
]);

/**
 * Shows that a binding works, from where a pipeline would stand: three logins in a row, then an exchange.
 *
 * @param longestMs how long it may be refused before that counts
 * @throws StepFailure `EAC_BINDING_NOT_PROVED` with what refused it; what is no refusal, as it was
 */
export async function prove(
  proof: Proof,
  world: BindingWorld,
  longestMs = 10 * MILLISECONDS_A_MINUTE,
): Promise<void> {
  const what = 'a login and an exchange work';
  const why = 'Entra and AWS copy changes to many servers';
  let last: StepFailure | undefined;
  const attempt = async (): Promise<true | undefined> => {
    try {
      for (let made = 0; made < LOGINS_IN_A_ROW; made += 1) await proof.logIn();
      await proof.exchange();
      return true;
    } catch (error) {
      if (!(error instanceof StepFailure) || !EARLY.has(error.code)) throw error;
      last = error;
      return undefined;
    }
  };
  try {
    await settled({ what, why, longestMs }, attempt, world);
  } catch (error) {
    const failure = asStepFailure(error);
    if (failure.code !== 'EAC_BINDING_NOT_SETTLED' || last === undefined) throw error;
    throw notProved(last);
  }
}

function notProved(last: StepFailure): StepFailure {
  return new StepFailure(
    'EAC_BINDING_NOT_PROVED',
    `Everything is in place, but a login and an exchange do not work: ${last.code}: ${last.message}`,
    `${last.hint} Run the command again: it changes nothing that is right, and proves it again.`,
    { answer: last.answer, cause: last, notes: last.notes, corrections: last.corrections },
  );
}
