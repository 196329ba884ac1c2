import {
  callWithRetries,
  isJsonObject,
  type JsonObject,
  type NetworkRequest,
  type NetworkResponse,
  type OnlinePlatform,
  parseJsonObject,
  type Secret,
  StepFailure,
  serviceNetworkFailure,
} from '@entra-aws-creds/core/services';
import { type AskedOfGraph, GRAPH, graphAnswerFailure } from './graph-failure.ts';

/** One request to Graph, and how its failures are told. */
export interface GraphRequest extends AskedOfGraph {
  readonly method: NetworkRequest['method'];
  /** Below `/v1.0`, with its query; values in it are escaped already. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses besides 2xx that are answers to this request. */
  readonly accepted?: readonly number[];
}

/** Microsoft Graph v1.0 over core's network, with core's retries. */
export class GraphClient {
  readonly #endpoint: URL;
  readonly #token: () => Promise<Secret>;
  readonly #platform: OnlinePlatform;

  /**
   * @param endpoint without a path: `https://graph.microsoft.com`
   * @param token one that lasts; asked for before each request
   */
  constructor(endpoint: URL, token: () => Promise<Secret>, platform: OnlinePlatform) {
    this.#endpoint = endpoint;
    this.#token = token;
    this.#platform = platform;
  }

  /** @throws StepFailure `EAC_GRAPH_…` */
  async send(request: GraphRequest): Promise<NetworkResponse> {
    return this.#send(request, new URL(`/v1.0${request.path}`, this.#endpoint));
  }

  /** The object that Graph answers with. @throws StepFailure `EAC_GRAPH_…` */
  async object(request: GraphRequest): Promise<JsonObject> {
    return this.#objectIn(await this.send(request), request);
  }

  /** The same; undefined where there is none. @throws StepFailure `EAC_GRAPH_…` */
  async objectIfAny(request: GraphRequest): Promise<JsonObject | undefined> {
    const answer = await this.send({ ...request, accepted: [404] });
    return answer.status === 404 ? undefined : this.#objectIn(answer, request);
  }

  /** The members of a list, page by page. @throws StepFailure `EAC_GRAPH_…` */
  async *list(request: GraphRequest): AsyncIterable<JsonObject> {
    let url: URL | undefined = new URL(`/v1.0${request.path}`, this.#endpoint);
    while (url !== undefined) {
      const page = this.#objectIn(await this.#send(request, url), request);
      const { value } = page;
      if (!Array.isArray(value)) throw this.#unreadable(request);
      yield* value.filter(isJsonObject);
      url = this.#nextPage(page['@odata.nextLink'], request);
    }
  }

  /** All members of a list. @throws StepFailure `EAC_GRAPH_…` */
  async all(request: GraphRequest): Promise<readonly JsonObject[]> {
    const members: JsonObject[] = [];
    for await (const member of this.list(request)) members.push(member);
    return members;
  }

  /** Why an answer that was accepted is a failure after all. */
  refusal(answer: NetworkResponse, asked: AskedOfGraph): StepFailure {
    return graphAnswerFailure(answer, asked, this.#endpoint.host, this.#platform.clock.now());
  }

  #send(request: GraphRequest, url: URL): Promise<NetworkResponse> {
    const { method, body, accepted = [] } = request;
    return callWithRetries(
      `asking Graph: ${request.asking}`,
      async () => {
        const token = await this.#token();
        const text = body === undefined ? undefined : JSON.stringify(body);
        const answer = await this.#platform.network
          .send({
            method,
            url,
            headers: {
              accept: 'application/json',
              authorization: `Bearer ${token.reveal()}`,
              ...(text !== undefined && {
                'content-type': 'application/json',
                'content-length': String(Buffer.byteLength(text)),
              }),
              ...request.headers,
            },
            ...(text !== undefined && { body: text }),
          })
          .catch((error: unknown) => {
            throw serviceNetworkFailure(error, request.asking, GRAPH);
          });
        const { status } = answer;
        if ((status >= 200 && status < 300) || accepted.includes(status)) return answer;
        throw this.refusal(answer, request);
      },
      this.#platform,
    );
  }

  #objectIn(answer: NetworkResponse, request: GraphRequest): JsonObject {
    const object = parseJsonObject(answer.body);
    if (object === undefined) throw this.#unreadable(request);
    return object;
  }

  /** The token goes to nobody but the endpoint, wherever a page says that the next one is. */
  #nextPage(link: unknown, request: GraphRequest): URL | undefined {
    if (link === undefined || link === null) return undefined;
    const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : undefined;
    if (url === undefined || url.origin !== this.#endpoint.origin) throw this.#unreadable(request);
    return url;
  }

  #unreadable({ asking }: GraphRequest): StepFailure {
    return new StepFailure(
      'EAC_GRAPH_ANSWER',
      `${asking} failed: the answer of ${this.#endpoint.host} is not in the form of Graph.`,
      'A proxy or firewall answered in its place, or "graph-endpoint" names another server.',
      { answer: { service: 'Graph' } },
    );
  }
}
