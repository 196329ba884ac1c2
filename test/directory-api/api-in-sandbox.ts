import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseTenantGuid } from '@entra-aws-creds/bindings';
import { nodePlatform, type Platform } from '@entra-aws-creds/core/programs';
import {
  type ApiResponse,
  type DirectoryService,
  openService,
  type RequestRecord,
  readSettings,
} from '@entra-aws-creds/directory-api';
import type { EntraApp, EntraTenant, Sandbox } from '@entra-aws-creds/sandbox';
import { afterAll, expect } from '@jest/globals';
import { deviations, operationOf } from './openapi.ts';

export const ACCOUNT = '123456789012';
export const ROLE_ID = 'AROAEXAMPLEROLE00001';
export const LATER_ROLE_ID = 'AROAEXAMPLEROLE00002';

/** The API as it runs in Azure, beside the sandbox's Entra and Graph. */
export interface RunningApi extends AsyncDisposable {
  readonly tenant: EntraTenant;
  /** The app registration that stands for the API. */
  readonly api: EntraApp;
  /** The API's managed identity. */
  readonly identity: EntraApp;
  /** Whoever calls, which was assigned `Bindings.Write`. */
  readonly caller: EntraApp;
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
  /** One for each request. */
  readonly records: RequestRecord[];
  /** Starts it anew, with other settings besides. */
  configure(settings: Readonly<Record<string, string>>): void;
  /** The token that the caller gets, with other claims than usual. */
  token(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A request by the caller, unless another header says so. Its answer is held against the OpenAPI document. */
  send(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer>;
}

type Headers = Readonly<Record<string, string>>;

export interface Answer extends Omit<ApiResponse, 'body'> {
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers is what is looked at
  readonly json: any;
}

/** The real platform, to which the sandbox's certificates are good. */
export function platformIn(
  sandbox: Sandbox,
  environment: Readonly<Record<string, string | undefined>> = {},
): Platform {
  const platform = nodePlatform(environment);
  const trustedFiles = [{ setBy: 'the test', certificates: [sandbox.caPem] }];
  return {
    ...platform,
    clock: { now: () => sandbox.entra.now() },
    openNetwork: (route, limits) => platform.openNetwork({ ...route, trustedFiles }, limits),
  };
}

/** For the tests of one file. */
export async function apiOfFile(
  ...given: Parameters<typeof startApi>
): Promise<Omit<RunningApi, typeof Symbol.asyncDispose>> {
  const running = await startApi(...given);
  afterAll(async () => {
    await running[Symbol.asyncDispose]();
  });
  return running;
}

/**
 * @param settings application settings besides the usual ones, or in place of them
 * @param tenant another than one of its own
 */
export async function startApi(
  sandbox: Sandbox,
  settings: Readonly<Record<string, string>> = {},
  patienceMs = 0,
  tenant: EntraTenant = sandbox.entra.tenant(),
): Promise<RunningApi> {
  const api = tenant.app({ displayName: 'directory-api', requestedAccessTokenVersion: 2 });
  api.appIdUris.push(`api://${api.clientId}`);
  const identity = tenant.app({ displayName: 'directory-api-identity' });
  tenant.grantGraph(identity, 'Application.ReadWrite.OwnedBy');
  sandbox.machine.tenant = tenant;
  sandbox.machine.userAssigned.push(identity);
  const caller = tenant.app({ displayName: 'directory-api-caller' });
  api.assignedRoles[caller.clientId] = ['Bindings.Write'];
  const environment = {
    ...sandbox.machine.environment('App Service'),
    AZURE_TENANT_ID: parseTenantGuid(tenant.id),
    API_CLIENT_ID: api.clientId,
    AZURE_AUTHORITY_HOST: sandbox.entraUrl,
    GRAPH_ENDPOINT: sandbox.graphUrl,
    IDENTITY_CLIENT_ID: identity.clientId,
    ALLOWED_ACCOUNTS: ACCOUNT,
    ...settings,
  };
  const platform = platformIn(sandbox, environment);
  let service = openService(readSettings(environment), platform, patienceMs);
  const configure: RunningApi['configure'] = (more) => {
    service.close();
    service = openService(readSettings({ ...environment, ...more }), platform, patienceMs);
  };
  const records: RequestRecord[] = [];
  const { url, close } = await serve(sandbox, () => service.api, records);
  const token = async (claims: Readonly<Record<string, unknown>> = {}) =>
    sandbox.entra.signingKey.sign({ ...callerClaims(sandbox, { tenant, api, caller }), ...claims });
  const send: RunningApi['send'] = async (method, path, body, headers = {}) => {
    const answer = await ask(sandbox, url, method, path, body, {
      authorization: `Bearer ${await token()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    });
    const operation = operationOf(method, path);
    if (operation !== undefined) expect(deviations(operation, answer)).toEqual([]);
    return answer;
  };
  return {
    ...{ tenant, api, identity, caller, environment, url, records, configure, token, send },
    [Symbol.asyncDispose]: async () => {
      service.close();
      await close();
    },
  };
}

/** Claims of a v2.0 token of the caller for the API. */
function callerClaims(
  sandbox: Sandbox,
  { tenant, api, caller }: Pick<RunningApi, 'tenant' | 'api' | 'caller'>,
): Record<string, unknown> {
  const now = Math.floor(sandbox.entra.now().getTime() / 1000);
  return {
    iss: sandbox.entra.issuer(tenant, 2),
    aud: api.clientId,
    iat: now,
    nbf: now,
    exp: now + 3600,
    tid: tenant.id,
    ver: '2.0',
    azp: caller.clientId,
    oid: caller.servicePrincipalObjectId,
    sub: caller.servicePrincipalObjectId,
    roles: ['Bindings.Write'],
  };
}

async function serve(
  { serverTls }: Sandbox,
  api: () => DirectoryService['api'],
  records: RequestRecord[],
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer({ ...serverTls }, async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '/', headers } = incoming;
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const answer = await api()(
      {
        method,
        path,
        query: new URLSearchParams(query),
        authorization: headers.authorization ?? '',
        contentType: headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString(),
      },
      (record) => records.push(record),
    );
    outgoing.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `https://localhost:${port}`, close };
}

/** The path is sent as it is written, whatever is in it. */
function ask(
  { caPem }: Sandbox,
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Headers,
): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      { hostname, port, method, path, headers, ca: caPem },
      async (incoming) => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        const answered = Buffer.concat(chunks).toString();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          body: answered,
          json: answered === '' ? undefined : JSON.parse(answered),
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}
