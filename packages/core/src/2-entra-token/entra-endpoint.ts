import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { NetworkResponse as Answer } from '../platform/network.ts';
import type { OnlinePlatform } from '../platform/platform.ts';

/** A request of MSAL's. */
export interface PostedForm {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * MSAL's way to the network. Every failure is told apart here, where the answer still is whole:
 * MSAL drops the status of an answer that is not JSON and the cause of a broken connection,
 * and would answer the next call after a 429 from memory.
 */
export abstract class EntraEndpoint<
  P extends Pick<OnlinePlatform, 'network'> = Pick<OnlinePlatform, 'network'>,
> implements INetworkModule
{
  protected readonly platform: P;
  #failure: unknown;
  #answered: string | undefined;

  constructor(platform: P) {
    this.platform = platform;
  }

  /** Why the last request failed; MSAL may wrap what it is thrown. */
  get failure(): unknown {
    return this.#failure;
  }

  /** When Entra answered, by its own clock; undefined when it did not say. */
  get answered(): string | undefined {
    return this.#answered;
  }

  sendGetRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    // MSAL is told all that discovery would find; a request here would be one too many.
    throw new Error(`no request was to be made to ${new URL(url).host}`);
  }

  async sendPostRequestAsync<T>(
    url: string,
    { headers = {}, body = '' }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    try {
      return await this.answerTo<T>({ url: new URL(url), headers, body });
    } catch (failure) {
      this.#failure = failure;
      throw failure;
    }
  }

  /** Masks what is secret in a form, sends it, and gives MSAL what it may know of the answer. */
  protected abstract answerTo<T>(form: PostedForm): Promise<NetworkResponse<T>>;

  /** One request. @throws StepFailure `EAC_ENTRA_…` when there is no whole answer */
  protected async send({ url, headers, body }: PostedForm): Promise<Answer> {
    const length = String(Buffer.byteLength(body));
    const answer = await this.platform.network
      .send({ method: 'POST', url, headers: { ...headers, 'content-length': length }, body })
      .catch(async (error: unknown) => {
        const { entraNetworkFailure } = await loadFailures();
        throw entraNetworkFailure(error);
      });
    this.#answered = answer.headers['date'];
    return answer;
  }
}

/** What each answer means is much text, and most logins work. */
export function loadFailures(): Promise<typeof import('./entra-failure.ts')> {
  return import('./entra-failure.ts');
}
