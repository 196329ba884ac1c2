import { randomUUID } from 'node:crypto';
import type { EntraDirectory } from '../entra/directory.ts';
import {
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  originOf,
} from '../http/message.ts';
import { APP_ROLE_ASSIGNMENT_ROUTES } from './app-role-assignments.ts';
import { APPLICATION_ROUTES } from './applications.ts';
import { ASSIGNED_POLICY_ROUTES } from './assigned-policies.ts';
import type { GraphAnswer, GraphRoute } from './call.ts';
import { readCaller } from './caller.ts';
import { DELETED_ITEM_ROUTES } from './deleted-items.ts';
import { FEDERATED_CREDENTIAL_ROUTES } from './federated-credentials.ts';
import { GraphError, graphErrorResponse } from './graph-error.ts';
import { readBody } from './json-body.ts';
import { KEY_ROLLING_ROUTES } from './key-rolling.ts';
import { type ODataQuery, parseQuery } from './odata-query.ts';
import { OWNER_ROUTES } from './owners.ts';
import { PASSWORD_ROUTES } from './password-credentials.ts';
import { PEOPLE_ROUTES } from './people.ts';
import { POLICY_ROUTES } from './policies.ts';
import { matchPath, parseResourcePath } from './resource-path.ts';
import { SERVICE_PRINCIPAL_ROUTES } from './service-principals.ts';

const ROUTES: readonly GraphRoute[] = [
  ...APPLICATION_ROUTES,
  ...KEY_ROLLING_ROUTES,
  ...PASSWORD_ROUTES,
  ...FEDERATED_CREDENTIAL_ROUTES,
  ...OWNER_ROUTES,
  ...SERVICE_PRINCIPAL_ROUTES,
  ...APP_ROLE_ASSIGNMENT_ROUTES,
  ...DELETED_ITEM_ROUTES,
  ...PEOPLE_ROUTES,
  ...POLICY_ROUTES,
  ...ASSIGNED_POLICY_ROUTES,
];

/**
 * As much of Microsoft Graph v1.0 over a directory as setting up applications takes, without a transport.
 *
 * @see https://learn.microsoft.com/graph/api/overview
 */
export function createGraphService(directory: EntraDirectory): HttpHandler {
  return async (request) => {
    const requestId = randomUUID();
    const clientRequestId = request.headers['client-request-id'] ?? requestId;
    const ids = { 'request-id': requestId, 'client-request-id': clientRequestId };
    try {
      const response = httpResponse(await answer(directory, request));
      return { ...response, headers: { ...ids, ...response.headers } };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const context = { now: directory.now(), requestId, clientRequestId };
      const response = graphErrorResponse(error, context);
      return { ...response, headers: { ...ids, ...response.headers } };
    }
  };
}

async function answer(directory: EntraDirectory, request: HttpRequest): Promise<GraphAnswer> {
  const caller = await readCaller(directory, request.headers['authorization']);
  const path = parseResourcePath(request.path);
  const query = parseQuery(request.query);
  for (const route of ROUTES) {
    const keys = route.method === request.method ? matchPath(route.path, path) : undefined;
    if (keys === undefined) continue;
    checkExpand(query, route);
    const root = `${originOf(request)}/v1.0`;
    const body = readBody(request);
    return route.answer({ directory, caller, keys, query, body, request, root });
  }
  throw new GraphError(
    400,
    'BadRequest',
    `Resource not found for the segment '${String(path[0])}' with ${request.method}, or the sandbox does not have it.`,
  );
}

function checkExpand({ expand }: ODataQuery, { expands = [] }: GraphRoute): void {
  if (expand === undefined || expands.includes(expand)) return;
  throw new GraphError(400, 'BadRequest', `'$expand=${expand}' is not supported here.`);
}

function httpResponse({ status, headers = {}, body }: GraphAnswer): HttpResponse {
  if (body === undefined) return { status, headers, body: '' };
  const type =
    'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
  return { status, headers: { 'content-type': type, ...headers }, body: JSON.stringify(body) };
}
