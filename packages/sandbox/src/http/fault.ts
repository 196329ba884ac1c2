import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { contentOf, type HttpRequest, type HttpResponse, type ServiceName } from './message.ts';

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
  /** Answers properly, but a few bytes of the body at a time. */
  | { readonly fault: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** Begins a proper answer, whose body does not end before so many bytes. */
  | { readonly fault: 'flood'; readonly bytes: number }
  /** Answers with what the service would have said, changed. */
  | { readonly fault: 'change'; readonly change: (response: HttpResponse) => HttpResponse }
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

interface Exchange {
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
    case 'drip':
      return drip(exchange, result.bytes, result.everyMs);
    case 'flood':
      return flood(exchange, result.bytes);
    case 'change':
      return send(exchange.response, result.change(await exchange.answer()));
    case 'raw':
      exchange.response.socket?.end(result.bytes);
  }
}

function send(response: ServerResponse, message: HttpResponse): void {
  if (response.destroyed) return;
  response.writeHead(message.status, {
    ...message.headers,
    ...contentLength(message),
  });
  response.end(contentOf(message));
}

async function sendPart(
  exchange: Exchange,
  afterBytes: number | undefined,
  breakOff: () => void,
): Promise<void> {
  const message = await exchange.answer();
  const bytes = Buffer.from(contentOf(message));
  const part = bytes.subarray(0, afterBytes ?? Math.floor(bytes.length / 2));
  exchange.response.writeHead(message.status, { ...message.headers, ...contentLength(message) });
  exchange.response.flushHeaders();
  exchange.response.write(part, async () => {
    // The peer's kernel drops what it has not handed over when a reset arrives.
    await sleep(50, undefined, { ref: false });
    breakOff();
  });
}

async function drip({ response, answer }: Exchange, bytes: number, everyMs: number): Promise<void> {
  const message = await answer();
  const body = Buffer.from(contentOf(message));
  response.writeHead(message.status, { ...message.headers, ...contentLength(message) });
  for (let start = 0; start < body.length && !response.destroyed; start += bytes) {
    response.write(body.subarray(start, start + bytes));
    await sleep(everyMs, undefined, { ref: false });
  }
  response.end();
}

/** Bytes at a time: enough to be fast, few enough to hold in memory for each connection. */
const WAVE = Buffer.alloc(64 * 1024, 'x');

/** Also when nobody reads on and the connection closes. */
async function drained(response: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const events = ['drain', 'close'].map((event) => once(response, event, { signal }));
  await Promise.race(events).catch(() => {});
  over.abort();
  await Promise.allSettled(events);
}

async function flood({ response, answer }: Exchange, bytes: number): Promise<void> {
  const { status, headers } = await answer();
  response.writeHead(status, { ...headers });
  for (let sent = 0; sent < bytes && !response.destroyed; sent += WAVE.length) {
    if (!response.write(WAVE)) await drained(response);
  }
  response.end();
}

function contentLength(message: HttpResponse): Record<string, string> {
  return { 'content-length': String(Buffer.byteLength(contentOf(message))) };
}
