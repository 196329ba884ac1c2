import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import {
  type Network,
  NetworkFailure,
  type NetworkFailureKind,
  type NetworkRequest,
  type NetworkResponse,
} from './network.ts';

/** From the first byte of the connection to the last byte of the answer. */
const REQUEST_LIMIT_MS = 30_000;
/** Entra and STS answer with a few kilobytes; anything beyond this is not one of them. */
const ANSWER_LIMIT_BYTES = 1024 * 1024;

/** A {@link Network} over `node:https`, with a time limit, a size limit and the cause of a failure kept. */
export class HttpsNetwork implements Network {
  // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 of an earlier step would turn the check off.
  readonly #https = new HttpsAgent({ keepAlive: true, rejectUnauthorized: true });
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #limitMs: number;

  constructor(limitMs = REQUEST_LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  send(request: NetworkRequest): Promise<NetworkResponse> {
    const { url, method, headers, body } = request;
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const open = secure ? httpsRequest : httpRequest;
      const outgoing = open(url, { method, headers, agent: secure ? this.#https : this.#http });

      const end = (settle: () => void) => {
        clearTimeout(timer);
        settle();
      };
      const fail = (failure: NetworkFailure) => {
        end(() => reject(failure));
        outgoing.destroy();
      };
      const timer = setTimeout(() => {
        const seconds = this.#limitMs / 1000;
        fail(new NetworkFailure('timeout', url.host, `${url.host} did not answer in ${seconds} s`));
      }, this.#limitMs);

      outgoing.on('error', (error) => fail(failureFrom(error, url)));
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
        incoming.on('end', () =>
          end(() =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: flatten(incoming.headers),
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          ),
        );
      });
      outgoing.end(body);
    });
  }

  close(): void {
    this.#https.destroy();
    this.#http.destroy();
  }
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** `getaddrinfo` failures. */
const NAME_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
/** Node's names for a certificate chain or handshake that did not verify. */
const TLS_CODE = /CERT|TLS|SSL|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;

function failureFrom(error: Error, url: URL): NetworkFailure {
  // Several addresses tried, all failed: Node reports an AggregateError whose message is empty.
  const first = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code: unknown = (first as NodeJS.ErrnoException).code;
  const systemCode = typeof code === 'string' ? code : undefined;
  const kind = kindOf(systemCode ?? '');
  return new NetworkFailure(kind, url.host, sentence(kind, url.host, systemCode), systemCode);
}

function kindOf(code: string): NetworkFailureKind {
  if (NAME_CODES.has(code)) return 'name';
  if (code === 'ETIMEDOUT') return 'timeout';
  return TLS_CODE.test(code) ? 'tls' : 'connection';
}

function sentence(kind: NetworkFailureKind, host: string, code = 'no code'): string {
  if (kind === 'name') return `the name ${host} could not be resolved (${code})`;
  if (kind === 'tls') return `the TLS connection to ${host} could not be trusted (${code})`;
  if (kind === 'timeout') return `${host} could not be reached in time (${code})`;
  return `the connection to ${host} failed (${code})`;
}
