import type { HttpResponse } from '../http/message.ts';

/** The two documents by which an issuer's tokens can be verified. */
export class PublishedIssuer {
  readonly url: string;
  /** OpenID Connect Discovery 1.0, section 3. */
  configuration: Readonly<Record<string, unknown>>;
  /** RFC 7517, section 5, as it is or as it should not be. */
  keySet: unknown = { keys: [] };
  isReachable = true;
  readonly #jwksUri: string;

  constructor(url: string, keysPath = '/keys') {
    this.url = url;
    this.#jwksUri = `${url}${keysPath}`;
    this.configuration = { issuer: url, jwks_uri: this.#jwksUri };
  }

  /** Undefined when the address is none of this issuer's, or nobody answers there. */
  answer(address: string): HttpResponse | undefined {
    if (!this.isReachable) return undefined;
    if (address === `${this.url}/.well-known/openid-configuration`) return json(this.configuration);
    return address === this.#jwksUri ? json(this.keySet) : undefined;
  }
}

function json(value: unknown): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
    body: JSON.stringify(value),
  };
}
