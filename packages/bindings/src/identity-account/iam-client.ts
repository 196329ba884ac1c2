import { IAMClient } from '@aws-sdk/client-iam';
import {
  AwsRequestHandler,
  awsClientSettings,
  callWithRetries,
  keepPath,
  type OnlinePlatform,
  type SigningKeys,
  serviceNetworkFailure,
} from '@entra-aws-creds/core/services';
import { IAM, iamPageFailure, iamRefusal, isCode } from './iam-failure.ts';

/** Where IAM is asked: one service for a whole partition, signed for one region of it. */
export interface IamAddress {
  readonly url: URL;
  readonly signingRegion: string;
}

/** One call, and how its failures are told. */
interface IamCall<T> {
  /** The subject of a sentence: `Creating the role "deploy"`. */
  readonly asking: string;
  /** The permission that it takes: `iam:CreateRole`. */
  readonly action: string;
  call(client: IAMClient): Promise<T>;
  /** Codes of IAM that are answers to this call, and give undefined. */
  readonly accepted?: readonly string[];
}

/** IAM over core's network, with core's retries. */
export class Iam {
  readonly #client: IAMClient;
  readonly #platform: OnlinePlatform;

  constructor({ url, signingRegion }: IamAddress, keys: SigningKeys, platform: OnlinePlatform) {
    const handler = new AwsRequestHandler(platform, url, {
      network: (error) => serviceNetworkFailure(error, 'Asking IAM', IAM),
      page: (answer) => iamPageFailure(answer, url.host, platform.clock.now()),
    });
    this.#client = new IAMClient(awsClientSettings(signingRegion, url, handler, keys));
    keepPath(this.#client, url);
    this.#platform = platform;
  }

  /** @throws StepFailure `EAC_IAM_…` */
  async send<T>({ asking, action, call, accepted = [] }: IamCall<T>): Promise<T | undefined> {
    return callWithRetries(
      `asking IAM: ${asking}`,
      async () => {
        try {
          return await call(this.#client);
        } catch (error) {
          if (accepted.some((code) => isCode(error, code))) return undefined;
          throw iamRefusal(error, asking, action, this.#platform.clock.now());
        }
      },
      this.#platform,
    );
  }
}
