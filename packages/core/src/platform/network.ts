import type { Transient } from '../retry/transient.ts';
import { isTransientCode } from './failure-cause.ts';

/** One HTTPS exchange as core needs it. Header names are lower case. */
export interface NetworkRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Called when all of it has left. */
  readonly left?: () => void;
}

export interface NetworkResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Read as UTF-8. */
  readonly body: string;
  /** The body as it came, for what is not text. */
  readonly bytes: Buffer;
}

/**
 * Sends one request and gives the whole answer, whatever its status.
 * Redirects are answers like any other: a token is never sent on to where a server points.
 */
export interface Network {
  /** Begins a connection for a request to the host of `url` that is to come, if it can be reached straight. */
  begin(url: URL): void;
  /** @throws NetworkFailure when there is no complete answer; the reason of the signal when it was called off */
  send(request: NetworkRequest): Promise<NetworkResponse>;
  /** Lets go of idle connections, so that the process can end. */
  close(): void;
}

/** With `proxy…`, the request came no further than the proxy, and `host` is the proxy's. */
export type NetworkFailureKind =
  | 'name'
  | 'connection'
  | 'tls'
  | 'timeout'
  | 'protocol'
  | 'answer-too-large'
  | 'proxy'
  | 'proxy-credentials'
  | 'proxy-refusal';

/** Why there was no complete answer. The message names the host, the system's code and the certificate shown. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly kind: NetworkFailureKind;
  readonly host: string;
  /** The system's or OpenSSL's code, such as `ECONNRESET` or `CERT_HAS_EXPIRED`. */
  readonly systemCode: string | undefined;
  /** Set when the same request may work when it is sent again. */
  readonly transient: Transient | undefined;

  constructor(
    kind: NetworkFailureKind,
    host: string,
    message: string,
    systemCode?: string,
    isTransient = kind === 'timeout' || isTransientCode(systemCode),
  ) {
    super(message);
    this.transient = isTransient ? {} : undefined;
    this.kind = kind;
    this.host = host;
    this.systemCode = systemCode;
  }
}
