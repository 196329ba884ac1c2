import {
  callWithRetries,
  type NetworkRequest,
  type NetworkResponse,
  type OnlinePlatform,
  type Secret,
  StepFailure,
  serviceNetworkFailure,
} from '@entra-aws-creds/core/services';
import { apiAnswerFailure, DIRECTORY_API } from './api-failure.ts';

/** One request to the API. */
interface Asked {
  /** The subject of a sentence. */
  readonly asking: string;
  readonly method: NetworkRequest['method'];
  readonly path: string;
  readonly body?: object;
}

/** Requests to the directory API over core's network, with core's retries. */
export class ApiRequests {
  readonly #endpoint: URL;
  readonly #token: () => Promise<Secret>;
  readonly #platform: OnlinePlatform;

  constructor(endpoint: URL, token: () => Promise<Secret>, platform: OnlinePlatform) {
    this.#endpoint = endpoint;
    this.#token = token;
    this.#platform = platform;
  }

  /** @throws StepFailure; `EAC_BINDING_NOT_SETTLED` while Entra copies what was done */
  async send(asked: Asked): Promise<NetworkResponse> {
    const { asking } = asked;
    const answer = await callWithRetries(
      `asking the directory API: ${asking}`,
      () => this.#attempt(asked),
      this.#platform,
    );
    if (answer.status !== 202) return answer;
    throw new StepFailure(
      'EAC_BINDING_NOT_SETTLED',
      `${asking} has begun, and Entra has not copied it to all its servers yet.`,
      'Ask again in some seconds: it goes on from where it is.',
    );
  }

  unreadable(): never {
    throw new StepFailure(
      'EAC_API_ANSWER',
      `The answer of ${this.#endpoint.host} is not in the form of the directory API.`,
      'Something answered in its place, or its version is another than that of the caller: deploy both from the same release.',
      { answer: { service: 'directory API' } },
    );
  }

  async #attempt({ asking, method, path, body }: Asked): Promise<NetworkResponse> {
    const { network, clock } = this.#platform;
    const token = await this.#token();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const request: NetworkRequest = {
      method,
      url: new URL(path, this.#endpoint),
      headers: {
        accept: 'application/json, application/problem+json',
        authorization: `Bearer ${token.reveal()}`,
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(text)),
        }),
      },
      ...(text !== undefined && { body: text }),
    };
    const answer = await network.send(request).catch((error: unknown) => {
      throw serviceNetworkFailure(error, asking, DIRECTORY_API);
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw apiAnswerFailure(answer, asking, this.#endpoint.host, clock.now());
  }
}
