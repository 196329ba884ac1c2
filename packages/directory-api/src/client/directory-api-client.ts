import type { RoleArn } from '@entra-aws-creds/core/programs';
import {
  callWithRetries,
  type NetworkRequest,
  type NetworkResponse,
  type OnlinePlatform,
  retryAfterMs,
  type Secret,
  StepFailure,
  serviceNetworkFailure,
} from '@entra-aws-creds/core/services';
import { apiAnswerFailure, DIRECTORY_API } from './api-failure.ts';
import {
  bindingIn,
  type DirectoryBinding,
  type ListedDirectoryBinding,
  pageIn,
} from './bindings-in-answers.ts';

/** What the application of a role is to be. */
export interface WantedDirectoryBinding {
  /** Unique ID of the role, `AROA…`. */
  readonly roleId: string;
  /** Undefined: what the application has, and v2 for a new one. */
  readonly tokenVersion?: 'v1' | 'v2' | undefined;
  /** Whether it gets the identifier URI `api://{client ID}`. */
  readonly identifierUri?: boolean;
  /** Whose tokens the application may log in with. */
  readonly federated?: readonly { readonly issuer: string; readonly subject: string }[];
}

/** The public half of a certificate, and the SHA-256 that the role's tag names. */
export interface EnrolledDirectoryCertificate {
  /** Unique ID of the role, `AROA…`. */
  readonly roleId: string;
  readonly pem: string;
  /** In hexadecimal, with or without colons. */
  readonly sha256: string;
}

/** What came of a change. `pending`: Entra has not copied it everywhere; the same call again goes on from there. */
export type DirectoryOutcome<Done> =
  | { readonly state: 'done'; readonly binding: Done }
  | { readonly state: 'pending'; readonly retryAfterMs: number };

export interface DirectoryRemoval {
  /** Only if the application is that role's; undefined: whosever it is. */
  readonly roleId?: string | undefined;
  /** `disable` is undone by {@link DirectoryApiClient.ensure}; `delete` can be for 30 days. */
  readonly mode?: 'disable' | 'delete' | 'purge';
}

interface Asked {
  /** The subject of a sentence. */
  readonly asking: string;
  readonly method: NetworkRequest['method'];
  readonly path: string;
  readonly body?: object;
  /** Statuses besides 2xx that are answers to this request. */
  readonly accepted?: readonly number[];
}

const USUAL_PAUSE_MS = 5_000;

/**
 * The directory API, over core's network and with core's retries. Every call may be made again at any time.
 *
 * @throws StepFailure from every call: `EAC_API_…`, and what the API itself failed with, such as
 *   `EAC_BINDING_RECREATED` when the application belongs to an earlier role of the name
 */
export class DirectoryApiClient {
  readonly #endpoint: URL;
  readonly #token: () => Promise<Secret>;
  readonly #platform: OnlinePlatform;

  /**
   * @param endpoint without a path: `https://….azurewebsites.net`
   * @param token of Entra for the API's App ID URI, one that lasts; asked for before each request
   */
  constructor(endpoint: URL, token: () => Promise<Secret>, platform: OnlinePlatform) {
    this.#endpoint = endpoint;
    this.#token = token;
    this.#platform = platform;
  }

  /** Has application and service principal of a role made, or set right. */
  async ensure(
    role: RoleArn,
    wanted: WantedDirectoryBinding,
  ): Promise<DirectoryOutcome<DirectoryBinding>> {
    const body = { ...wanted, path: pathOf(role) };
    const asking = `Making the application of ${role.text}`;
    const answer = await this.#send({ asking, method: 'PUT', path: addressOf(role), body });
    return this.#outcome(answer);
  }

  /** Undefined: there is none. */
  async show(role: RoleArn): Promise<DirectoryOutcome<DirectoryBinding | undefined>> {
    const asking = `Looking for the application of ${role.text}`;
    const asked = { asking, method: 'GET' as const, path: addressOf(role), accepted: [404] };
    const answer = await this.#send(asked);
    if (answer.status !== 404) return this.#outcome(answer);
    const failure = this.#failure(answer, asking);
    if (failure.code !== 'EAC_BINDING_MISSING') throw failure;
    return { state: 'done', binding: undefined };
  }

  /** Takes it away. Done without a binding: there was none. */
  async remove(
    role: RoleArn,
    { roleId, mode = 'delete' }: DirectoryRemoval = {},
  ): Promise<DirectoryOutcome<DirectoryBinding | undefined>> {
    const query = new URLSearchParams({ mode, ...(roleId !== undefined && { roleId }) });
    const asking = `Removing the application of ${role.text}`;
    const path = `${addressOf(role)}?${query}`;
    const answer = await this.#send({ asking, method: 'DELETE', path });
    return answer.status === 204 ? { state: 'done', binding: undefined } : this.#outcome(answer);
  }

  /** Has the application take one certificate more. */
  async addCertificate(
    role: RoleArn,
    certificate: EnrolledDirectoryCertificate,
  ): Promise<DirectoryOutcome<DirectoryBinding>> {
    const { roleId, pem, sha256 } = certificate;
    const answer = await this.#send({
      asking: `Adding a certificate to the application of ${role.text}`,
      method: 'POST',
      path: `${addressOf(role)}/certificates`,
      body: { roleId, path: pathOf(role), pem, sha256 },
    });
    return this.#outcome(answer);
  }

  /** All applications that the API has made for roles, page by page. */
  async *list(): AsyncIterable<ListedDirectoryBinding> {
    const asking = 'Listing the applications of roles';
    let after: string | undefined;
    do {
      const query = after === undefined ? '' : `?${new URLSearchParams({ after })}`;
      const answer = await this.#send({ asking, method: 'GET', path: `/v1/bindings${query}` });
      const page = pageIn(answer.body) ?? this.#unreadable();
      yield* page.bindings;
      after = page.next;
    } while (after !== undefined);
  }

  #outcome({ status, headers, body }: NetworkResponse): DirectoryOutcome<DirectoryBinding> {
    if (status === 202) {
      const now = this.#platform.clock.now();
      return { state: 'pending', retryAfterMs: retryAfterMs(headers, now) ?? USUAL_PAUSE_MS };
    }
    return { state: 'done', binding: bindingIn(body) ?? this.#unreadable() };
  }

  #send({ asking, method, path, body, accepted = [] }: Asked): Promise<NetworkResponse> {
    return callWithRetries(
      `asking the directory API: ${asking}`,
      async () => {
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
        const answer = await this.#platform.network.send(request).catch((error: unknown) => {
          throw serviceNetworkFailure(error, asking, DIRECTORY_API);
        });
        const { status } = answer;
        if ((status >= 200 && status < 300) || accepted.includes(status)) return answer;
        throw this.#failure(answer, asking);
      },
      this.#platform,
    );
  }

  #failure(answer: NetworkResponse, asking: string): StepFailure {
    return apiAnswerFailure(answer, asking, this.#endpoint.host, this.#platform.clock.now());
  }

  #unreadable(): never {
    throw new StepFailure(
      'EAC_API_ANSWER',
      `The answer of ${this.#endpoint.host} is not in the form of the directory API.`,
      'Something answered in its place, or its version is another than that of the caller: deploy both from the same release.',
      { answer: { service: 'directory API' } },
    );
  }
}

function addressOf({ partition, account, name }: RoleArn): string {
  return `/v1/bindings/${[partition.id, account, name].map(encodeURIComponent).join('/')}`;
}

/** `/` or `/path/`, as IAM has it. */
function pathOf({ text, name }: RoleArn): string {
  return text.slice(text.indexOf(':role/') + ':role'.length, text.length - name.length);
}
