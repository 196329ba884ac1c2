import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, HttpResponse, ServiceName } from './message.ts';

/** What can go wrong between two machines, apart from an answer that says so. */
export type Fault =
  /** Answers as usual, but late. */
  | { readonly fault: 'delay'; readonly milliseconds: number }
  /** Takes the request and never answers. */
  | { readonly fault: 'hang' }
  /** Resets the connection before a byte of the answer. */
  | { readonly fault: 'reset' }
  /** Answers properly, and resets the connection amid the body. */
  | { readonly fault: 'reset-mid-body'; readonly afterBytes?: number }
  /** Announces the whole body, sends a part, and closes in order. */
  | { readonly fault: 'truncate'; readonly afterBytes?: number }
  /** Writes these bytes in place of an HTTP answer, and closes. */
  | { readonly fault: 'raw'; readonly bytes: string | Uint8Array };

/**
 * Sees each request before the service does. A response replaces the service's own, which then is
 * not asked at all; a fault spoils the transport; `undefined` leaves everything as it is.
 */
export type Intercept = (
  service: ServiceName,
  request: HttpRequest,
) => InterceptResult | Promise<InterceptResult>;

export type InterceptResult = HttpResponse | Fault | undefined;

export interface Exchange {
  readonly response: ServerResponse;
  readonly answer: () => Promise<HttpResponse>;
  readonly resetConnection: () => void;
}

export async function answerWith(result: InterceptResult, exchange: Exchange): Promise<void> {
  if (result === undefined) return send(exchange.response, await exchange.answer());
  if (!('fault' in result)) return send(exchange.response, result);
  switch (result.fault) {
    case 'delay':
      await sleep(result.milliseconds, undefined, { ref: false });
      return send(exchange.response, await exchange.answer());
    case 'hang':
      return;
    case 'reset':
      return exchange.resetConnection();
    case 'reset-mid-body':
      return sendPart(exchange, result.afterBytes, exchange.resetConnection);
    case 'truncate':
      return sendPart(exchange, result.afterBytes, () => exchange.response.socket?.end());
    case 'raw':
      exchange.response.socket?.end(result.bytes);
  }
}

function send(response: ServerResponse, message: HttpResponse): void {
  if (response.destroyed) return;
  response.writeHead(message.status, { ...message.headers, ...contentLength(message) });
  response.end(message.body);
}

async function sendPart(
  exchange: Exchange,
  afterBytes: number | undefined,
  breakOff: () => void,
): Promise<void> {
  const message = await exchange.answer();
  const bytes = Buffer.from(message.body);
  const part = bytes.subarray(0, afterBytes ?? Math.floor(bytes.length / 2));
  exchange.response.writeHead(message.status, { ...message.headers, ...contentLength(message) });
  exchange.response.flushHeaders();
  exchange.response.write(part, async () => {
    // The peer's kernel drops what it has not handed over when a reset arrives.
    await sleep(50, undefined, { ref: false });
    breakOff();
  });
}

function contentLength(message: HttpResponse): Record<string, string> {
  return { 'content-length': String(Buffer.byteLength(message.body)) };
}
