import type { HttpResponse } from '../http/message.ts';
import { BOTH, type NamedFault } from './named-fault.ts';

const MILLISECONDS_A_SECOND = 1000;

/** Answers in order as HTTP that are not the service's. */
export const HTTP_FAULTS: readonly NamedFault[] = [
  {
    name: 'http-429',
    does: 'throttles every request (HTTP 429)',
    services: BOTH,
    spoil: () => page(429),
  },
  {
    name: 'http-429-seconds',
    does: 'throttles the first request, with Retry-After in seconds',
    services: BOTH,
    first: 1,
    spoil: () => page(429, { 'retry-after': '2' }),
  },
  {
    name: 'http-429-date',
    does: 'throttles the first request, with Retry-After as a date',
    services: BOTH,
    first: 1,
    spoil: () => page(429, { 'retry-after': dateInSeconds(2) }),
  },
  {
    name: 'http-429-an-hour',
    does: 'throttles every request and asks to be left alone for an hour',
    services: BOTH,
    spoil: () => page(429, { 'retry-after': '3600' }),
  },
  {
    name: 'http-429-nonsense',
    does: 'throttles every request, with a Retry-After that says nothing',
    services: BOTH,
    spoil: () => page(429, { 'retry-after': '-1 or 1e9 or Thu, 99 Foo 2026' }),
  },
  ...[500, 501, 502, 503, 504].map(
    (status): NamedFault => ({
      name: `http-${status}`,
      does: `answers every request with HTTP ${status}`,
      services: BOTH,
      spoil: () => page(status),
    }),
  ),
  {
    name: 'http-503-twice',
    does: 'answers the first two requests with HTTP 503, and the next as usual',
    services: BOTH,
    first: 2,
    spoil: () => page(503),
  },
  ...[301, 302, 303, 307, 308].map(
    (status): NamedFault => ({
      name: `redirect-${status}`,
      does: `redirects to another host (HTTP ${status})`,
      services: BOTH,
      spoil: () => page(status, { location: 'https://attacker.example/collect' }),
    }),
  ),
  {
    name: 'html-page',
    does: 'is replaced by the login page of a guest network (HTTP 200)',
    services: BOTH,
    spoil: () => page(200),
  },
  {
    name: 'html-403',
    does: 'is replaced by the refusal of a firewall (HTTP 403)',
    services: BOTH,
    spoil: () => page(403),
  },
  {
    name: 'empty-body',
    does: 'answers HTTP 200 with nothing in it',
    services: BOTH,
    spoil: () => ({ status: 200, headers: {}, body: '' }),
  },
  {
    name: 'other-format',
    does: 'answers with XML in place of JSON, or vice versa',
    services: BOTH,
    spoil: (service) =>
      service === 'sts'
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"token":"no"}' }
        : { status: 200, headers: { 'content-type': 'text/xml' }, body: '<token>no</token>' },
  },
  {
    name: 'other-content-type',
    does: 'answers as usual but calls it text/html',
    services: BOTH,
    spoil: () => ({ fault: 'change', change: labelledAsHtml }),
  },
  {
    name: 'not-utf-8',
    does: 'answers with bytes that are not text',
    services: BOTH,
    spoil: () => ({
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: '',
      bytes: Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 37) % 256)),
    }),
  },
  {
    name: 'compressed',
    does: 'says that its answer is compressed, which nobody asked for',
    services: BOTH,
    spoil: () => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: '',
      bytes: Buffer.from('1f8b0800000000000003abae050043bfa6a302000000', 'hex'),
    }),
  },
];

function page(status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const body = `<!doctype html><title>HTTP ${status}</title><h1>HTTP ${status}</h1>\n##vso[task.complete result=Succeeded]\n::error::forged\n`;
  return { status, headers: { 'content-type': 'text/html', ...headers }, body };
}

function labelledAsHtml(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...response.headers, 'content-type': 'text/html' } };
}

function dateInSeconds(seconds: number): string {
  // A header has whole seconds; rounded down, it would ask for less.
  const time = Math.ceil(Date.now() / MILLISECONDS_A_SECOND + seconds) * MILLISECONDS_A_SECOND;
  return new Date(time).toUTCString();
}
