import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { stsNetworkFailure, stsPageFailure } from './sts-failure.ts';

type Handle = Extract<STSClientConfig['requestHandler'], { handle: unknown }>['handle'];
type HandlerOutput = Awaited<ReturnType<Handle>>;

/** The AWS SDK's way to the network: one handler for all that core sends, to the endpoint exactly as it was given. */
export class StsRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #platform: Pick<OnlinePlatform, 'network' | 'clock'>;
  readonly #endpoint: URL;

  constructor(platform: Pick<OnlinePlatform, 'network' | 'clock'>, endpoint: URL) {
    this.#platform = platform;
    this.#endpoint = endpoint;
  }

  async handle(request: Parameters<Handle>[0]): Promise<HandlerOutput> {
    const url = this.#endpoint;
    const body = typeof request.body === 'string' ? request.body : '';
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const answer = await this.#platform.network
      .send({
        method: 'POST',
        url,
        headers: { ...request.headers, ...length },
        body,
      })
      .catch((error: unknown) => {
        throw stsNetworkFailure(error);
      });
    // The SDK would lose the status of an answer that is not XML.
    if (!/^\s*<(?:\?xml|[A-Z]\w*Response[\s>])/.test(answer.body)) {
      throw stsPageFailure(answer, url.host, this.#platform.clock.now());
    }
    return {
      response: {
        statusCode: answer.status,
        headers: { ...answer.headers },
        body: Buffer.from(answer.body),
      } as HandlerOutput['response'],
    };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}
