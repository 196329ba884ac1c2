import {
  isJsonObject,
  type JsonObject,
  type Network,
  NetworkFailure,
  type NetworkResponse,
  parseJsonObject,
  plainText,
} from '@entra-aws-creds/core/azure';
import { Denial } from '../denial.ts';
import type { KeptToken } from './graph-token.ts';

/** A person with more pages than that is not looked through: the sign-in has no time for it. */
const MOST_PAGES = 10;

/** Reads from Graph. It makes no second attempt: Entra itself asks again. */
export class GraphRequests {
  readonly #origin: string;
  readonly #token: KeptToken;
  readonly #network: Pick<Network, 'send'>;

  /** @param endpoint such as `https://graph.microsoft.com` */
  constructor(endpoint: URL, token: KeptToken, network: Pick<Network, 'send'>) {
    this.#origin = endpoint.origin;
    this.#token = token;
    this.#network = network;
  }

  /**
   * One object.
   *
   * @param path with its query, below the version
   * @throws Denial `directory-…`, `identity-unavailable`
   */
  object(path: string): Promise<JsonObject> {
    return this.#get(new URL(`/v1.0/${path}`, this.#origin));
  }

  /** A list, with all its pages. @throws Denial as {@link object} */
  async list(path: string): Promise<readonly JsonObject[]> {
    const all: JsonObject[] = [];
    let address: URL | undefined = new URL(`/v1.0/${path}`, this.#origin);
    for (let page = 1; address !== undefined; page += 1) {
      if (page > MOST_PAGES) throw unusable(`a list of more than ${MOST_PAGES} pages`);
      const answer: JsonObject = await this.#get(address);
      const { value } = answer;
      if (!Array.isArray(value) || !value.every(isJsonObject)) throw unusable('no list of objects');
      all.push(...value);
      address = this.#nextPage(answer['@odata.nextLink']);
    }
    return all;
  }

  /** The token goes nowhere but to Graph, whatever an answer says. */
  #nextPage(link: unknown): URL | undefined {
    if (link === undefined) return undefined;
    const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : undefined;
    if (url?.origin === this.#origin) return url;
    throw unusable('a next page that is elsewhere');
  }

  async #get(url: URL): Promise<JsonObject> {
    const token = await this.#token.get();
    const headers = { authorization: `Bearer ${token.reveal()}`, accept: 'application/json' };
    const answer = await this.#network
      .send({ method: 'GET', url, headers })
      .catch((error: unknown) => {
        if (!(error instanceof NetworkFailure)) throw error;
        throw new Denial('directory-unavailable', `Graph did not answer: ${error.message}`, error);
      });
    if (answer.status === 401) this.#token.forget(token);
    return objectIn(answer);
  }
}

function objectIn({ status, headers, body }: NetworkResponse): JsonObject {
  const object = parseJsonObject(body);
  if (status === 200 && object !== undefined) return object;
  if (status === 200) throw unusable('no JSON object');
  const error = object?.['error'];
  const code = isJsonObject(error) && typeof error['code'] === 'string' ? error['code'] : 'no code';
  const told = `Graph answered HTTP ${status} (${plainText(code, 60)}), request ${plainText(headers['request-id'] ?? 'without an ID', 60)}`;
  const passing = status === 429 || status >= 500;
  throw new Denial(passing ? 'directory-unavailable' : 'directory-refused', told);
}

function unusable(what: string): Denial {
  return new Denial('directory-answer', `Graph answered with ${what}`);
}
