import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { NetworkResponse } from './network.ts';
import type { OnlinePlatform } from './platform.ts';

type Handle = Extract<STSClientConfig['requestHandler'], { handle: unknown }>['handle'];
type HandlerOutput = Awaited<ReturnType<Handle>>;

/** What the SDK would lose of an answer, told by whoever knows the service. */
interface AnswerFailures {
  /** Of a request without a complete answer. */
  network(error: unknown): unknown;
  /** Of an answer that is not in the form of the query protocol, in which these services answer. */
  page(answer: NetworkResponse): Error;
}

const QUERY_ANSWER = /^\s*<(?:\?xml|[A-Z]\w*Response[\s>])/;

/** The AWS SDK's way to the network: one handler for all that core sends, to the endpoint exactly as it was given. */
export class AwsRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #platform: Pick<OnlinePlatform, 'network'>;
  readonly #endpoint: URL;
  readonly #failures: AnswerFailures;

  constructor(platform: Pick<OnlinePlatform, 'network'>, endpoint: URL, failures: AnswerFailures) {
    this.#platform = platform;
    this.#endpoint = endpoint;
    this.#failures = failures;
  }

  async handle(request: Parameters<Handle>[0]): Promise<HandlerOutput> {
    const body = typeof request.body === 'string' ? request.body : '';
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const answer = await this.#platform.network
      .send({
        method: 'POST',
        url: this.#endpoint,
        headers: { ...request.headers, ...length },
        body,
      })
      .catch((error: unknown) => {
        throw this.#failures.network(error);
      });
    if (!QUERY_ANSWER.test(answer.body)) throw this.#failures.page(answer);
    return {
      response: {
        statusCode: answer.status,
        headers: { ...answer.headers },
        body: answer.bytes,
      } as HandlerOutput['response'],
    };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}
