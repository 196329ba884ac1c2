import { CallerFailure, type CallerToken, type CallerTokens } from '@entra-aws-creds/caller-tokens';
import { StepFailure } from '@entra-aws-creds/core/programs';
import { Refusal } from '../refusal.ts';

/** App roles of the API. Who may write may read. */
type CallerRole = 'Bindings.Read' | 'Bindings.Write';

/** Whoever calls, as Entra vouches for it. */
export interface Caller {
  /** Client ID of the application that got the token. */
  readonly clientId: string;
  may(role: CallerRole): boolean;
}

/** Knows callers by their tokens; only applications are let in, for themselves. */
export class Callers {
  readonly #tokens: Pick<CallerTokens, 'verified'>;

  constructor(tokens: Pick<CallerTokens, 'verified'>) {
    this.#tokens = tokens;
  }

  /**
   * @param authorization the header, whole
   * @throws Refusal 401; StepFailure `EAC_API_KEYS`
   */
  async admit(authorization: string): Promise<Caller> {
    const { claims, clientId } = await this.#verified(authorization);
    if (claims['scp'] !== undefined) throw refused('It is a person’s, and only applications call');
    if (typeof clientId !== 'string') throw refused('It does not say whose it is');
    const roles: readonly unknown[] = Array.isArray(claims['roles']) ? claims['roles'] : [];
    return {
      clientId,
      may: (role) => roles.includes(role) || roles.includes('Bindings.Write'),
    };
  }

  async #verified(authorization: string): Promise<CallerToken> {
    try {
      return await this.#tokens.verified(authorization);
    } catch (error) {
      if (!(error instanceof CallerFailure)) throw error;
      throw error.about === 'keys' ? withoutKeys(error) : refused(error.message, error);
    }
  }
}

function withoutKeys(cause: CallerFailure): StepFailure {
  return new StepFailure(
    'EAC_API_KEYS',
    `Nobody can be let in without the keys with which Entra signs its tokens. ${cause.message}.`,
    'Try again; if it persists, see what keeps the function app from Entra.',
    { cause },
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function refused(why: string, cause?: unknown): Refusal {
  const failure = new StepFailure(
    'EAC_API_TOKEN',
    `The token of the request was not accepted. ${why}.`,
    'Request one from Entra for this API, as an application of the same tenant.',
    { cause },
  );
  return new Refusal(401, failure, { 'www-authenticate': 'Bearer error="invalid_token"' });
}
