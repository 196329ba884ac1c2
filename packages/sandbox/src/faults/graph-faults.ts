import { randomUUID } from 'node:crypto';
import { GraphError, graphErrorResponse, quotaExceeded } from '../graph/graph-error.ts';
import type { HttpResponse } from '../http/message.ts';
import { HOSTILE_TEXT } from './hostile-text.ts';
import type { ServiceFault } from './named-fault.ts';

/** Answers that look like Graph's, besides the faults that every service has. */
export const GRAPH_FAULTS: readonly ServiceFault[] = [
  {
    name: 'graph-429',
    does: 'throttles the first request in its own words, with Retry-After',
    first: 1,
    spoil: () => throttled('1'),
  },
  {
    name: 'graph-429-always',
    does: 'throttles every request in its own words',
    spoil: () => throttled('1'),
  },
  // https://github.com/microsoftgraph/microsoft-graph-docs/issues/5288
  ...[503, 504].map(
    (status): ServiceFault => ({
      name: `graph-${status}`,
      does: `answers the first two requests with HTTP ${status} in its own words`,
      first: 2,
      spoil: () => refusal(new GraphError(status, 'UnknownError', '')),
    }),
  ),
  {
    name: 'graph-401-once',
    does: 'takes the token of the first request for one that has ended',
    first: 1,
    spoil: () =>
      refusal(
        new GraphError(
          401,
          'InvalidAuthenticationToken',
          'Lifetime validation failed, the token is expired.',
        ),
      ),
  },
  {
    name: 'graph-quota',
    does: 'says that whoever calls has made as many objects as they may',
    spoil: () => refusal(quotaExceeded()),
  },
  {
    name: 'graph-hostile-error',
    does: 'refuses in words that are commands to the runner',
    spoil: () => refusal(new GraphError(400, HOSTILE_TEXT, HOSTILE_TEXT)),
  },
  {
    name: 'graph-json-cut',
    does: 'breaks off within its JSON',
    spoil: () => changed((body) => body.slice(0, Math.floor(body.length / 2))),
  },
  {
    name: 'graph-without-ids',
    does: 'leaves out id and appId',
    spoil: () =>
      changed((body) => body.replaceAll(/"(?:id|appId)":/g, (name) => name.replace('"', '"no'))),
  },
  {
    name: 'graph-next-page-elsewhere',
    does: 'says that its lists go on at another host',
    spoil: () =>
      changed((body) => withNextPage(body, 'https://attacker.example/v1.0/applications')),
  },
  {
    name: 'graph-endless-list',
    does: 'answers every list with one that goes on',
    spoil: () => changed((body) => withNextPage(body, undefined)),
  },
];

/** @see https://learn.microsoft.com/graph/throttling and https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/1975 */
function throttled(retryAfter: string): HttpResponse {
  const response = refusal(new GraphError(429, 'TooManyRequests', 'Too many requests.'));
  return { ...response, headers: { ...response.headers, 'retry-after': retryAfter } };
}

function refusal(error: GraphError): HttpResponse {
  const requestId = randomUUID();
  const now = new Date();
  const response = graphErrorResponse(error, { now, requestId, clientRequestId: requestId });
  return { ...response, headers: { ...response.headers, 'request-id': requestId } };
}

function changed(change: (body: string) => string) {
  return {
    fault: 'change' as const,
    change: (answer: HttpResponse) => ({ ...answer, body: change(answer.body) }),
  };
}

/** Without an address, the list goes on where it was asked for. */
function withNextPage(body: string, address: string | undefined): string {
  const answer = body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>);
  if (!Array.isArray(answer['value'])) return body;
  const context = String(answer['@odata.context'] ?? '');
  const here = `${context.split('/$metadata')[0]}/applications`;
  return JSON.stringify({ ...answer, '@odata.nextLink': address ?? here });
}
