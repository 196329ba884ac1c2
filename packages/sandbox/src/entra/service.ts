import { randomUUID } from 'node:crypto';
import {
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  originOf,
} from '../http/message.ts';
import { AadstsError, aadstsResponse } from './aadsts-error.ts';
import type { EntraDirectory } from './directory.ts';
import { openIdConfiguration } from './openid-configuration.ts';
import { answerAuthorize } from './people/authorize.ts';
import { answerDeviceAuthorization, answerDevicePage } from './people/device-login.ts';
import type { EntraTenant } from './tenant.ts';
import { answerTokenRequest, clientOf } from './token-endpoint.ts';

/** Entra's endpoints over a directory, without a transport. */
export function createEntraService(directory: EntraDirectory): HttpHandler {
  return async (request) => {
    const correlationId = correlationIdOf(request);
    try {
      const response = await route(directory, request);
      const headers = { 'x-ms-request-id': randomUUID(), 'client-request-id': correlationId };
      return { ...response, headers: { ...headers, ...response.headers } };
    } catch (error) {
      if (!(error instanceof AadstsError)) throw error;
      const origin = originOf(request);
      return aadstsResponse(error, { now: directory.now(), origin, correlationId });
    }
  };
}

async function route(directory: EntraDirectory, request: HttpRequest): Promise<HttpResponse> {
  const [, tenantName = '', ...rest] = request.path.split('/');
  const origin = originOf(request);
  // A client may leave the slash at the end of an endpoint.
  switch (rest.join('/').replace(/\/$/, '').toLowerCase()) {
    case 'oauth2/v2.0/token':
      return answerTokenRequest(directory, findTenant(directory, tenantName), request);
    case 'oauth2/v2.0/authorize':
      return answerAuthorize(directory, findTenant(directory, tenantName), request);
    case 'oauth2/v2.0/devicecode': {
      const tenant = findTenant(directory, tenantName);
      return answerDeviceAuthorization(directory, tenant, clientOf(tenant, request), request);
    }
    case 'oauth2/deviceauth':
      return answerDevicePage(directory, findTenant(directory, tenantName), request);
    case 'v2.0/.well-known/openid-configuration':
      return json(openIdConfiguration(directory, findTenant(directory, tenantName), 2, origin));
    case '.well-known/openid-configuration':
      return json(openIdConfiguration(directory, findTenant(directory, tenantName), 1, origin));
    case 'discovery/v2.0/keys':
    case 'discovery/keys':
      if (tenantName !== 'common') findTenant(directory, tenantName);
      return json(directory.keySet);
    default:
      return { status: 404, headers: { 'content-type': 'text/html' }, body: '' };
  }
}

function findTenant(directory: EntraDirectory, name: string): EntraTenant {
  const tenant = directory.findTenant(name);
  if (tenant) return tenant;
  if (['common', 'organizations', 'consumers'].includes(name)) {
    throw new AadstsError(
      'invalid_request',
      50059,
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    );
  }
  throw new AadstsError(
    'invalid_request',
    90002,
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
}

/** MSAL sends the id in the query and in the body; other clients send a header. */
function correlationIdOf(request: HttpRequest): string {
  return (
    request.headers['client-request-id'] ??
    new URLSearchParams(request.query).get('client-request-id') ??
    new URLSearchParams(request.body).get('client-request-id') ??
    randomUUID()
  );
}

function json(value: unknown): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}
