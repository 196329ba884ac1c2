import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer, Application } from './application.ts';
import type { Configuration } from './configuration.ts';

/**
 * Nothing but our own style and our own forms, in no frame, and no address of ours to other sites.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
 */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
const TLS_ONLY = { 'strict-transport-security': 'max-age=31536000' };

/** The application over HTTP. Each request is a line of the log: never a query, since codes come in one. */
export function webServer(application: Application, { publicUrl }: Configuration): Server {
  const headers = { ...HEADERS, ...(publicUrl.protocol === 'https:' ? TLS_ONLY : {}) };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', publicUrl);
    const answer = await application.answer(request.method ?? 'GET', url, request.headers);
    console.log(request.method, url.pathname, answer.status);
    send(response, answer, headers);
  };
  return createServer((request, response) => {
    request.resume();
    serve(request, response).catch((error: unknown) => {
      console.error(error instanceof Error ? error.name : typeof error);
      send(response, { status: 400, text: 'This cannot be understood.' }, headers);
    });
  });
}

function send(
  response: ServerResponse,
  { status, text = '', type = 'text/plain', location, cookies }: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    ...(location === undefined ? {} : { location }),
    ...(cookies === undefined ? {} : { 'set-cookie': [...cookies] }),
  });
  response.end(text);
}
