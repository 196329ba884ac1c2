import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { OnlinePlatform } from '../platform/platform.ts';
import { parseJsonObject } from '../text/json-object.ts';
import type { EntraRequest } from './aadsts.ts';

/**
 * MSAL's way to the network. Every failure is told apart here, where the answer still is whole:
 * MSAL drops the status of an answer that is not JSON and the cause of a broken connection,
 * and would answer the next call after a 429 from memory.
 */
export class TokenEndpoint implements INetworkModule {
  readonly #asked: EntraRequest;
  readonly #platform: Pick<OnlinePlatform, 'network' | 'clock' | 'maskSecret'>;
  #failure: unknown;
  #answered: string | undefined;

  constructor(
    asked: EntraRequest,
    platform: Pick<OnlinePlatform, 'network' | 'clock' | 'maskSecret'>,
  ) {
    this.#asked = asked;
    this.#platform = platform;
  }

  /** The reason why the last request failed; MSAL may wrap what it is thrown. */
  get failure(): unknown {
    return this.#failure;
  }

  /** When Entra answered, by its own clock; undefined when it did not say. */
  get answered(): string | undefined {
    return this.#answered;
  }

  sendGetRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    // MSAL is told all that discovery would find; a request here would be a third one.
    throw new Error(`no request was to be made to ${new URL(url).host}`);
  }

  async sendPostRequestAsync<T>(
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const body = options.body ?? '';
    const assertion = new URLSearchParams(body).get('client_assertion');
    if (assertion !== null) this.#platform.maskSecret(assertion);
    try {
      return await this.#post<T>(new URL(url), options.headers ?? {}, body);
    } catch (failure) {
      this.#failure = failure;
      throw failure;
    }
  }

  async #post<T>(
    url: URL,
    headers: Record<string, string>,
    body: string,
  ): Promise<NetworkResponse<T>> {
    const answer = await this.#platform.network
      .send({
        method: 'POST',
        url,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        body,
      })
      .catch(async (error: unknown) => {
        const { entraNetworkFailure } = await loadFailures();
        throw entraNetworkFailure(error);
      });
    this.#answered = answer.headers['date'];
    const parsed = parseJsonObject(answer.body);
    if (answer.status !== 200 || typeof parsed?.['access_token'] !== 'string') {
      const { entraAnswerFailure } = await loadFailures();
      throw entraAnswerFailure(answer, parsed, this.#asked, this.#platform.clock.now());
    }
    return { status: answer.status, headers: { ...answer.headers }, body: parsed as T };
  }
}

/** What each answer means is much text, and most logins work. */
function loadFailures(): Promise<typeof import('./entra-failure.ts')> {
  return import('./entra-failure.ts');
}
