import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { EarlyAgent } from './early-agent.ts';
import { type ConnectionFailure, kindOf, systemCodeOf } from './failure-cause.ts';
import {
  type Network,
  NetworkFailure,
  type NetworkRequest,
  type NetworkResponse,
} from './network.ts';
import { type NetworkRoute, proxyFor } from './network-route.ts';
import { PresentedCertificate } from './presented-certificate.ts';
import { identityCheck, ProxyTunnels } from './proxy-tunnel.ts';
import { type RequestLimits, unlimited } from './request-limits.ts';
import { RequestProgress } from './request-progress.ts';
import { type TlsTrust, tlsTrust } from './tls-trust.ts';

/** Entra and STS answer with a few kilobytes; anything beyond this is not one of them. */
const ANSWER_LIMIT_BYTES = 1024 * 1024;

/** A {@link Network} over `node:https`, with a time limit, a size limit and the cause of a failure kept. */
export class HttpsNetwork implements Network {
  readonly #route: NetworkRoute;
  readonly #trust: TlsTrust;
  readonly #https: EarlyAgent;
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #limits: RequestLimits;
  #tunnels: Promise<ProxyTunnels> | undefined;

  constructor(route: NetworkRoute, limits = unlimited()) {
    this.#route = route;
    this.#limits = limits;
    // One for each request on its way.
    setMaxListeners(0, limits.signal);
    this.#trust = tlsTrust(route.trustedFiles);
    this.#https = new EarlyAgent({ ...this.#trust, keepAlive: true });
  }

  begin(url: URL): void {
    const straight = proxyFor(this.#route, url) === undefined;
    if (straight && url.protocol === 'https:') this.#https.begin(url);
  }

  async send(request: NetworkRequest): Promise<NetworkResponse> {
    const tunnels = await this.#tunnelsTo(request.url);
    this.#limits.signal.throwIfAborted();
    return this.#exchange(request, tunnels);
  }

  /** Made once, also when several requests leave at the same time. */
  #tunnelsTo(url: URL): Promise<ProxyTunnels> | undefined {
    const proxy = proxyFor(this.#route, url);
    if (proxy === undefined) return undefined;
    this.#tunnels ??= ProxyTunnels.through(proxy, this.#trust);
    return this.#tunnels;
  }

  #exchange(request: NetworkRequest, tunnels: ProxyTunnels | undefined): Promise<NetworkResponse> {
    const { url, method, headers, body, left } = request;
    const { signal } = this.#limits;
    const milliseconds = this.#limits.milliseconds();
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const open = secure ? httpsRequest : httpRequest;
      const outgoing = open(url, {
        method,
        headers,
        agent: tunnels?.agent ?? (secure ? this.#https : this.#http),
        // The agent of the tunnels keeps its own options for the proxy.
        ...(tunnels && { ...this.#trust, ...identityCheck(url) }),
      });

      const end = (settle: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', callOff);
        settle();
      };
      const fail = (failure: unknown) => {
        end(() => reject(failure));
        outgoing.destroy();
      };
      const callOff = () => fail(signal.reason);
      signal.addEventListener('abort', callOff);
      const timer = setTimeout(() => {
        const seconds = Number((milliseconds / 1000).toFixed(1));
        const late = `${url.host} ${progress.missing()} in ${seconds} s`;
        fail(tunnelled?.explainTimeout(seconds) ?? new NetworkFailure('timeout', url.host, late));
      }, milliseconds);

      const progress = new RequestProgress(outgoing);
      const tunnelled = tunnels?.watch(outgoing, url, fail);
      const shown = new PresentedCertificate(outgoing);
      outgoing.on('error', (error) =>
        fail(tunnelled?.explain(error) ?? failureFrom(error, url, shown)),
      );
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size > ANSWER_LIMIT_BYTES) {
            fail(
              new NetworkFailure(
                'answer-too-large',
                url.host,
                `${url.host} answered with more than ${ANSWER_LIMIT_BYTES} bytes`,
              ),
            );
          }
        });
        incoming.on('error', (error) => fail(failureFrom(error, url)));
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          end(() =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: flatten(incoming.headers),
              body: bytes.toString('utf8'),
              bytes,
            }),
          );
        });
      });
      outgoing.end(body, left);
    });
  }

  close(): void {
    this.#https.destroy();
    this.#http.destroy();
    this.#tunnels?.then(
      (tunnels) => tunnels.close(),
      () => {},
    );
  }
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function failureFrom(error: Error, url: URL, shown?: PresentedCertificate): NetworkFailure {
  const systemCode = systemCodeOf(error);
  const kind = kindOf(systemCode);
  const certificate = kind === 'tls' && shown !== undefined ? shown.describe() : '';
  const text = sentence(kind, url.host, systemCode) + certificate;
  return new NetworkFailure(kind, url.host, text, systemCode);
}

function sentence(kind: ConnectionFailure, host: string, code = 'no code'): string {
  if (kind === 'name') return `the name ${host} could not be resolved (${code})`;
  if (kind === 'tls') return `the TLS connection to ${host} could not be trusted (${code})`;
  if (kind === 'timeout') return `${host} could not be reached in time (${code})`;
  if (kind === 'protocol') return `${host} answered with something that is not HTTP (${code})`;
  return `the connection to ${host} failed (${code})`;
}
