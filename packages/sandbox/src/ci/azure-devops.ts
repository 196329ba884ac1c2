import { randomBytes, randomUUID } from 'node:crypto';
import type { EntraApp, FederatedCredential } from '../entra/app.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { AzureEndpoint, AzureSecureFile } from '../runner/azure-endpoints.ts';
import { bearerOf } from './github.ts';
import { JobTokenKeys } from './job-token-keys.ts';

const ORGANIZATION = 'contoso';
const LIFETIME_SECONDS = 600;

export interface FederatedConnectionOptions {
  readonly name: string;
  readonly tenant: EntraTenant;
  readonly app: EntraApp;
  readonly cloud?: string;
  /** Whether the stage of the job names the connection; otherwise the server issues no token. */
  readonly referenced?: boolean;
}

/** A service connection with workload identity federation. */
export interface FederatedConnection {
  /** For the job. */
  readonly endpoint: AzureEndpoint;
  /** For the app registration. */
  readonly federatedCredential: FederatedCredential;
}

interface Connection {
  readonly issuer: string;
  readonly subject: string;
  readonly referenced: boolean;
}

/**
 * An organization of Azure DevOps Services, as far as its jobs ask it for tokens and secure files.
 *
 * @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
 */
export class AzureDevOps {
  /** The token of the jobs. */
  readonly accessToken = `azure-job-${randomBytes(24).toString('base64url')}`;
  readonly #keys = new JobTokenKeys();
  readonly keySet = this.#keys.keySet;
  readonly #connections = new Map<string, Connection>();
  readonly #files = new Map<string, { readonly ticket: string; readonly content: Uint8Array }>();
  readonly #now: () => Date;
  readonly #url: () => string;

  constructor(now: () => Date, url: () => string) {
    this.#now = now;
    this.#url = url;
  }

  get collectionUri(): string {
    return `${this.#url()}/${ORGANIZATION}/`;
  }

  /**
   * The subject is that of connections made since 2025, whose issuer is Entra itself.
   *
   * @see https://learn.microsoft.com/azure/devops/pipelines/library/connect-to-azure
   */
  federatedConnection(options: FederatedConnectionOptions): FederatedConnection {
    const { name, tenant, app, cloud = 'AzureCloud', referenced = true } = options;
    const id = randomUUID();
    const issuer = `https://login.microsoftonline.com/${tenant.id}/v2.0`;
    const subject = `/eid1/c/pub/t/${base64url(tenant.id)}/a/${base64url(app.clientId)}/sc/${randomUUID()}/${id}`;
    this.#connections.set(id, { issuer, subject, referenced });
    return {
      endpoint: {
        id,
        name,
        url: 'https://management.azure.com/',
        scheme: 'WorkloadIdentityFederation',
        parameters: { tenantid: tenant.id, serviceprincipalid: app.clientId },
        data: { environment: cloud, subscriptionId: randomUUID(), creationMode: 'Manual' },
      },
      federatedCredential: { issuer, subject, keys: this.#keys.keySet },
    };
  }

  secureFile(name: string, content: string | Uint8Array): AzureSecureFile {
    const id = randomUUID();
    const ticket = `ticket-${randomBytes(24).toString('base64url')}`;
    this.#files.set(id, { ticket, content: Buffer.from(content) });
    return { id, name, ticket };
  }

  answer = async (request: HttpRequest): Promise<HttpResponse> => {
    if (bearerOf(request.headers) !== this.accessToken) return signIn(request);
    const path = request.path.split('/');
    if (path[1] !== ORGANIZATION) return refusal(404, 'Page not found.');
    if (path.at(-1) === 'oidctoken') return this.#issueToken(request);
    if (path.at(-2) === 'securefiles') return this.#download(path.at(-1) ?? '', request);
    return refusal(404, 'Page not found.');
  };

  async #issueToken({ method, query, headers }: HttpRequest): Promise<HttpResponse> {
    const asked = new URLSearchParams(query);
    if (method !== 'POST') {
      return refusal(405, 'The requested resource does not support this http method.');
    }
    if (!/^7\.[12](-preview\.1)?$/.test(asked.get('api-version') ?? '')) {
      return refusal(400, 'No api-version was supplied for the "POST" request.');
    }
    if (!headers['content-type']?.startsWith('application/json')) {
      return refusal(415, 'The request contains an entity body but no Content-Type header.');
    }
    const id = asked.get('serviceConnectionId') ?? '';
    const connection = this.#connections.get(id);
    if (!connection?.referenced) {
      const value = `There is no explicit reference to service connection ${id} from current stage Deploy.Job.__default.`;
      return json(400, { count: value.length, value });
    }
    return json(200, { oidcToken: await this.#sign(connection) });
  }

  #sign({ issuer, subject }: Connection): Promise<string> {
    const now = Math.floor(this.#now().getTime() / 1000);
    return this.#keys.sign({
      iss: issuer,
      sub: subject,
      aud: 'api://AzureADTokenExchange',
      jti: randomUUID(),
      iat: now,
      nbf: now,
      exp: now + LIFETIME_SECONDS,
    });
  }

  #download(id: string, { method, query }: HttpRequest): HttpResponse {
    const asked = new URLSearchParams(query);
    const file = this.#files.get(id);
    if (method !== 'GET' || file === undefined || !asked.has('api-version')) {
      return refusal(404, `Secure file with ID ${id} not found.`);
    }
    if (asked.get('ticket') !== file.ticket) {
      return refusal(401, 'TF15004: The download request signature has expired.');
    }
    if (asked.get('download') !== 'true') return json(200, { id });
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: '',
      bytes: file.content,
    };
  }
}

function base64url(guid: string): string {
  return Buffer.from(guid.replaceAll('-', ''), 'hex').toString('base64url');
}

/** People are sent to a page to sign in at, and so are programs that do not say that they are one. */
function signIn({ headers }: HttpRequest): HttpResponse {
  if (headers['x-tfs-fedauthredirect'] === 'Suppress') {
    return { status: 401, headers: { 'content-type': 'text/html' }, body: '<h1>401</h1>' };
  }
  const location = 'https://spsprodweu1.vssps.visualstudio.com/_signin';
  return { status: 302, headers: { location, 'content-type': 'text/html' }, body: 'Object moved' };
}

function refusal(status: number, message: string): HttpResponse {
  return json(status, { $id: '1', innerException: null, message, typeKey: 'VssServiceException' });
}

function json(status: number, value: unknown): HttpResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8; api-version=7.1',
      'x-vss-e2eid': randomUUID(),
    },
    body: JSON.stringify(value),
  };
}
