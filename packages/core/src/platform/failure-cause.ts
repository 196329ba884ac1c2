/** What a system or OpenSSL code says about a connection that came to nothing. */
export type ConnectionFailure = 'name' | 'connection' | 'tls' | 'timeout' | 'protocol';

/** The system's or OpenSSL's code of what went wrong, such as `ECONNRESET` or `CERT_HAS_EXPIRED`. */
export function systemCodeOf(error: Error): string | undefined {
  // Several addresses tried, all failed: Node reports an AggregateError whose message is empty.
  const first = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code: unknown = (first as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : undefined;
}

/** `getaddrinfo` failures. */
const NAME_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
/** Node's names for a certificate chain or handshake that did not verify. */
const TLS_CODE = /CERT|TLS|SSL|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;

/** What Node's HTTP parser says of an answer that is not HTTP. */
const PARSER_CODE = /^HPE_/;
/** Of networks and name servers that may do better the next time. */
const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

/** Whether the same request may work when it is sent again. */
export function isTransientCode(code: string | undefined): boolean {
  return code !== undefined && TRANSIENT_CODES.has(code);
}

export function kindOf(code: string | undefined): ConnectionFailure {
  if (code === undefined) return 'connection';
  if (NAME_CODES.has(code)) return 'name';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (PARSER_CODE.test(code)) return 'protocol';
  return TLS_CODE.test(code) ? 'tls' : 'connection';
}
