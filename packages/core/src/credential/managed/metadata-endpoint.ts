import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { OnlinePlatform } from '../../platform/platform.ts';
import {
  type ManagedIdentityRequest,
  metadataAnswerFailure,
  metadataNetworkFailure,
} from './managed-identity-failure.ts';
import { metadataAnswer, tokenIn } from './metadata-answer.ts';

type MachinePlatform = Pick<OnlinePlatform, 'network' | 'clock' | 'maskSecret'>;

/** MSAL's way to the endpoint that was found, and to no other. Every failure is told apart here. */
export class MetadataEndpoint implements INetworkModule {
  readonly #asked: ManagedIdentityRequest;
  readonly #platform: MachinePlatform;
  #failure: unknown;
  #challenged = false;

  constructor(asked: ManagedIdentityRequest, platform: MachinePlatform) {
    this.#asked = asked;
    this.#platform = platform;
  }

  /** The reason why the last request failed; MSAL may wrap what it is thrown. */
  get failure(): unknown {
    return this.#failure;
  }

  async sendGetRequestAsync<T>(
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    try {
      return await this.#get<T>(new URL(url), options.headers ?? {});
    } catch (failure) {
      this.#failure = failure;
      throw failure;
    }
  }

  sendPostRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    throw new Error(`no token is asked for by POST, as was of ${new URL(url).host}`);
  }

  async #get<T>(url: URL, headers: Record<string, string>): Promise<NetworkResponse<T>> {
    const { network, clock, maskSecret } = this.#platform;
    if (url.host !== this.#asked.endpoint.url.host) {
      throw new Error(`no request was to be made to ${url.host}`);
    }
    const proof = /^Basic (.+)$/s.exec(headers['Authorization'] ?? '')?.[1];
    if (proof !== undefined) maskSecret(proof);
    const answer = metadataAnswer(
      await network.send({ method: 'GET', url, headers }).catch((error: unknown) => {
        throw metadataNetworkFailure(error, this.#asked);
      }),
    );
    const { status, fields } = answer;
    const token = tokenIn(answer);
    if (token !== undefined) maskSecret(token);
    else if (!this.#isChallenge(status)) {
      throw metadataAnswerFailure(answer, this.#asked, clock.now());
    }
    return { status, headers: { ...answer.headers }, body: (fields ?? {}) as T };
  }

  /** Azure Arc answers the first request so, and MSAL knows how to go on. */
  #isChallenge(status: number): boolean {
    const first = status === 401 && !this.#challenged;
    this.#challenged = true;
    return first && this.#asked.endpoint.service === 'Azure Arc';
  }
}
