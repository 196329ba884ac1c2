import { setMaxListeners } from 'node:events';
import type { Agent, ClientRequest, OutgoingHttpHeaders } from 'node:http';
import { checkServerIdentity } from 'node:tls';
import { isTransientStatus } from '../retry/transient.ts';
import { kindOf, systemCodeOf } from './failure-cause.ts';
import { NetworkFailure } from './network.ts';
import { type ForwardProxy, hostAndPort } from './network-route.ts';
import type { TlsTrust } from './tls-trust.ts';

/** The connections through one proxy, kept open between requests to the same host. */
export class ProxyTunnels {
  readonly agent: Agent;
  readonly #proxy: ForwardProxy;
  readonly #closing: AbortController;

  private constructor(proxy: ForwardProxy, agent: Agent, closing: AbortController) {
    this.#proxy = proxy;
    this.agent = agent;
    this.#closing = closing;
  }

  /** Loads what tunnels, which a job without a proxy has no need of. */
  static async through(proxy: ForwardProxy, trust: TlsTrust): Promise<ProxyTunnels> {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    const closing = new AbortController();
    setMaxListeners(0, closing.signal);
    // The library prints the URL when DEBUG asks it to, so the password goes in by the header.
    const agent = new HttpsProxyAgent<'https://'>(proxy.url, {
      ...trust,
      keepAlive: true,
      headers: authorization(proxy),
      // The agent does not know of a connection that the proxy has not answered on yet.
      ...{ signal: closing.signal },
    });
    return new ProxyTunnels(proxy, agent, closing);
  }

  /**
   * Follows a request through the proxy. `refused` is called when the proxy opens no connection;
   * the request never went to anybody then.
   */
  watch(
    request: ClientRequest,
    target: URL,
    refused: (failure: NetworkFailure) => void,
  ): TunnelledRequest {
    const tunnelled = new TunnelledRequest(request, target, this.#proxy);
    request.once('proxyConnect', (answer: ProxyAnswer) => {
      const refusal = tunnelled.see(answer);
      if (refusal !== undefined) refused(refusal);
    });
    return tunnelled;
  }

  close(): void {
    this.agent.destroy();
    this.#closing.abort();
  }
}

/**
 * The check of a server's name inside a tunnel, where Node would compare an IP address
 * with the name of the proxy.
 */
export function identityCheck({ hostname }: URL): {
  checkServerIdentity: typeof checkServerIdentity;
} {
  const name = hostname.replace(/^\[|\]$/g, '');
  return { checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}

function authorization({ credentials }: ForwardProxy): OutgoingHttpHeaders {
  if (credentials === undefined) return {};
  const basic = Buffer.from(credentials.reveal()).toString('base64');
  return { 'Proxy-Authorization': `Basic ${basic}` };
}

/** What a proxy said to `CONNECT`. */
interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One request on its way through a proxy: tells the proxy's failures from those of the target. */
class TunnelledRequest {
  readonly #request: ClientRequest;
  readonly #target: URL;
  readonly #proxy: ForwardProxy;
  #answer: ProxyAnswer | undefined;

  constructor(request: ClientRequest, target: URL, proxy: ForwardProxy) {
    this.#request = request;
    this.#target = target;
    this.#proxy = proxy;
  }

  /** @returns why there is no connection, if there is none */
  see(answer: ProxyAnswer): NetworkFailure | undefined {
    this.#answer = answer;
    const { statusCode } = answer;
    if (statusCode === 200) return undefined;
    if (statusCode === 407) return this.#wantsCredentials(answer);
    // What is not HTTP has no status.
    if (Number.isNaN(statusCode)) return this.#failure('proxy', 'did not answer like a proxy');
    return this.#failure(
      'proxy-refusal',
      `refuses to connect to ${hostAndPort(this.#target)} (HTTP ${statusCode})`,
      undefined,
      isTransientStatus(statusCode),
    );
  }

  /** The proxy's part in an error of the request; `undefined` when it has none. */
  explain(error: Error): NetworkFailure | undefined {
    const code = systemCodeOf(error);
    const kind = kindOf(code);
    if (!this.#reachesProxyOnly) {
      // A web server says 200 to anything, sends its page into the handshake and hangs up.
      const page = /^text\/html/i.test(String(this.#answer?.headers['content-type']));
      return page ? this.#failure('proxy', 'answered with a page of its own', code) : undefined;
    }
    if (code === undefined) return this.#failure('proxy', 'did not answer like a proxy');
    if (kind === 'name')
      return this.#failure('proxy', `could not be found by that name (${code})`, code);
    if (kind === 'tls') return this.#failure('proxy', `could not be trusted (${code})`, code);
    return this.#failure('proxy', `could not be reached (${code})`, code);
  }

  /** The proxy's part in a request that took too long. */
  explainTimeout(seconds: number): NetworkFailure | undefined {
    if (!this.#reachesProxyOnly) return undefined;
    const target = hostAndPort(this.#target);
    return this.#failure(
      'proxy',
      `opened no connection to ${target} in ${seconds} s`,
      undefined,
      true,
    );
  }

  get #reachesProxyOnly(): boolean {
    return this.#answer === undefined && !this.#request.reusedSocket;
  }

  #wantsCredentials({ headers }: ProxyAnswer): NetworkFailure {
    const schemes = [headers['proxy-authenticate'] ?? []]
      .flat()
      .map((challenge) => /^[\w-]{1,20}/.exec(challenge)?.[0] ?? '')
      .filter((scheme) => scheme !== '');
    if (schemes.length > 0 && !schemes.some((scheme) => /^basic$/i.test(scheme))) {
      return this.#failure(
        'proxy-credentials',
        `requires authentication by ${schemes.join(' or ')}, but only Basic is supported (HTTP 407)`,
      );
    }
    return this.#failure(
      'proxy-credentials',
      this.#proxy.credentials === undefined
        ? 'requires a user name and password, but none are given (HTTP 407)'
        : 'rejects the user name and password that are given (HTTP 407)',
    );
  }

  #failure(
    kind: 'proxy' | 'proxy-credentials' | 'proxy-refusal',
    what: string,
    code?: string,
    isTransient?: boolean,
  ): NetworkFailure {
    const proxy = hostAndPort(this.#proxy.url);
    return new NetworkFailure(kind, proxy, `the proxy ${proxy} ${what}`, code, isTransient);
  }
}
