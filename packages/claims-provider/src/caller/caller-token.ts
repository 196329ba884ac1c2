import { CallerFailure, CallerTokens } from '@entra-aws-creds/caller-tokens';
import type { Network, Platform } from '@entra-aws-creds/core/azure';
import { Denial } from '../denial.ts';

/**
 * The application as which Entra calls custom authentication extensions, in every tenant.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-extension-overview#protect-your-rest-api
 */
export const AUTHENTICATION_EVENTS = '99045fe1-7639-4a75-9d4a-577b6ca3810f';

/** Whom a token must be from and for. */
export interface ExpectedCaller {
  readonly tenantId: string;
  readonly authorityHost: URL;
  /** Client ID of the app registration that stands for this API, and its App ID URI. */
  readonly audiences: readonly [clientId: string, appIdUri: string];
}

/** Lets nobody in but Entra itself, on behalf of this tenant and for this API. */
export class CallerCheck {
  readonly #tokens: CallerTokens;

  constructor(expected: ExpectedCaller, network: Pick<Network, 'send'>, clock: Platform['clock']) {
    this.#tokens = new CallerTokens(expected, network, clock);
  }

  /**
   * @param authorization the header, whole
   * @throws Denial `caller-refused`, `keys-unavailable`
   */
  async admit(authorization: string): Promise<void> {
    const { clientId } = await this.#tokens.verified(authorization).catch(deny);
    if (clientId === AUTHENTICATION_EVENTS) return;
    throw new Denial('caller-refused', 'The token is not that of Entra’s authentication events');
  }

  /** Reads what Entra publishes before it is needed. @throws Denial `keys-unavailable` */
  async readAhead(): Promise<void> {
    await this.#tokens.readAhead().catch(deny);
  }
}

function deny(error: unknown): never {
  if (!(error instanceof CallerFailure)) throw error;
  const reason = error.about === 'keys' ? 'keys-unavailable' : 'caller-refused';
  throw new Denial(reason, error.message, error);
}
