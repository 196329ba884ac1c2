import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueAccessToken } from '../entra/access-token.ts';
import type { EntraApp } from '../entra/app.ts';
import type { EntraDirectory } from '../entra/directory.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';

/** Where the agent of Azure Arc has its keys; MSAL reads them from there and from nowhere else. */
export const ARC_KEYS = '/var/opt/azcmagent/tokens/';

/** A kind of machine, by the way in which it hands out the tokens of its identity. */
export type MachineKind = 'virtual machine' | 'App Service' | 'Azure Arc';

const SERVICES: Readonly<Record<string, { kind: MachineKind; version: string }>> = {
  '/metadata/identity/oauth2/token': { kind: 'virtual machine', version: '2018-02-01' },
  '/arc/metadata/identity/oauth2/token': { kind: 'Azure Arc', version: '2020-06-01' },
  '/msi/token': { kind: 'App Service', version: '2019-08-01' },
};

/**
 * A machine in Azure or under Azure Arc, which hands out the tokens of its managed identities by plain HTTP.
 *
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * @see https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
 */
export class AzureMachine {
  /** What App Service wants to see in `X-IDENTITY-HEADER`. */
  readonly identityHeader = randomUUID();
  /** The folder that stands for {@link ARC_KEYS}. */
  readonly arcKeys: string;
  /** Every key of the agent of Azure Arc, for those who look for leaks. */
  readonly issuedKeys: string[] = [];
  tenant: EntraTenant | undefined;
  systemAssigned: EntraApp | undefined;
  readonly userAssigned: EntraApp[] = [];
  readonly #directory: EntraDirectory;
  readonly #url: () => string;

  constructor(directory: EntraDirectory, folder: string, url: () => string) {
    this.#directory = directory;
    this.#url = url;
    this.arcKeys = join(folder, 'arc-keys');
  }

  /** The variables that lead to it; a virtual machine has none, but for one that moves its metadata service. */
  environment(kind: MachineKind): Record<string, string> {
    const url = this.#url();
    switch (kind) {
      case 'virtual machine':
        return { AZURE_POD_IDENTITY_AUTHORITY_HOST: url };
      case 'App Service':
        return { IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: this.identityHeader };
      case 'Azure Arc':
        return {
          IDENTITY_ENDPOINT: `${url}/arc/metadata/identity/oauth2/token`,
          IMDS_ENDPOINT: url,
        };
    }
  }

  answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const service = SERVICES[request.path.replace(/\/$/, '')];
    if (service === undefined) return json(404, { error: 'Not found' });
    const asked = new URLSearchParams(request.query);
    if (request.method !== 'GET') return json(405, { error: 'method_not_allowed' });
    if (asked.get('api-version') !== service.version) {
      return refusal(
        400,
        'bad_request_102',
        `api-version ${asked.get('api-version')} is not known`,
      );
    }
    const stopped = this.#gate(service.kind, request.headers);
    if (stopped !== undefined) return stopped;
    return this.#issue(service.kind, asked);
  };

  /** What keeps requests out that a page in a browser could be made to send. */
  #gate(kind: MachineKind, headers: HttpRequest['headers']): HttpResponse | undefined {
    if (kind === 'App Service') {
      return headers['x-identity-header'] === this.identityHeader
        ? undefined
        : json(403, { statusCode: 403, message: 'The identity header is wrong.' });
    }
    if (headers['metadata'] !== 'true') {
      return refusal(400, 'bad_request_102', 'Required metadata header not specified');
    }
    return kind === 'Azure Arc' ? this.#challenge(headers['authorization']) : undefined;
  }

  #challenge(authorization: string | undefined): HttpResponse | undefined {
    if (authorization === undefined) {
      const file = `${randomUUID()}.key`;
      const key = randomBytes(32).toString('base64url');
      mkdirSync(this.arcKeys, { recursive: true });
      writeFileSync(join(this.arcKeys, file), key);
      this.issuedKeys.push(key);
      return {
        status: 401,
        headers: { 'www-authenticate': `Basic realm=${ARC_KEYS}${file}` },
        body: '',
      };
    }
    const keys = existsSync(this.arcKeys)
      ? readdirSync(this.arcKeys).map((name) => readFileSync(join(this.arcKeys, name), 'utf8'))
      : [];
    const known = keys.some((key) => authorization === `Basic ${key}`);
    return known ? undefined : refusal(403, 'forbidden', 'The key is wrong.');
  }

  async #issue(kind: MachineKind, asked: URLSearchParams): Promise<HttpResponse> {
    const requestedResource = asked.get('resource') ?? '';
    const clientId = asked.get('client_id');
    const client =
      clientId === null
        ? this.systemAssigned
        : this.userAssigned.find((identity) => identity.clientId === clientId);
    if (this.tenant === undefined || client === undefined) return this.#notFound(kind, clientId);
    const resource = this.tenant.findResource(requestedResource);
    if (resource === undefined) {
      return refusal(
        400,
        'invalid_resource',
        `AADSTS500011: The resource principal named ${requestedResource} was not found in the tenant named ${this.tenant.id}. Trace ID: ${randomUUID()}`,
      );
    }
    const grant = { tenant: this.tenant, client, resource, requestedResource };
    const { accessToken, expiresIn } = await issueAccessToken(this.#directory, grant);
    const now = Math.floor(this.#directory.now().getTime() / 1000);
    return json(200, {
      access_token: accessToken,
      client_id: client.clientId,
      expires_in: String(expiresIn),
      expires_on: String(now + expiresIn),
      not_before: String(now - 300),
      resource: requestedResource,
      token_type: 'Bearer',
    });
  }

  #notFound(kind: MachineKind, clientId: string | null): HttpResponse {
    if (kind === 'App Service') {
      const message =
        'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.';
      return json(400, { statusCode: 400, message, correlationId: randomUUID() });
    }
    return clientId === null && this.userAssigned.length > 1
      ? refusal(
          400,
          'invalid_request',
          'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
        )
      : refusal(400, 'invalid_request', 'Identity not found');
  }
}

function refusal(status: number, error: string, description: string): HttpResponse {
  return json(status, { error, error_description: description });
}

function json(status: number, value: unknown): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': randomUUID() },
    body: JSON.stringify(value),
  };
}
