/** One HTTPS exchange as core needs it: text out, text in. Header names are lower case. */
export interface NetworkRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface NetworkResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request and gives the whole answer, whatever its status.
 * Redirects are answers like any other: a token is never sent on to where a server points.
 */
export interface Network {
  /** @throws NetworkFailure when there is no complete answer */
  send(request: NetworkRequest): Promise<NetworkResponse>;
  /** Lets go of idle connections, so that the process can end. */
  close(): void;
}

export type NetworkFailureKind = 'name' | 'connection' | 'tls' | 'timeout' | 'answer-too-large';

/** Why there was no complete answer. The message names the host and the system's code, nothing else. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly kind: NetworkFailureKind;
  readonly host: string;
  /** The system's or OpenSSL's code, such as `ECONNRESET` or `CERT_HAS_EXPIRED`. */
  readonly systemCode: string | undefined;

  constructor(kind: NetworkFailureKind, host: string, message: string, systemCode?: string) {
    super(message);
    this.kind = kind;
    this.host = host;
    this.systemCode = systemCode;
  }
}
