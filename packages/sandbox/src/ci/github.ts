import { randomBytes, randomUUID } from 'node:crypto';
import type { FederatedCredential } from '../entra/app.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { JobTokenKeys } from './job-token-keys.ts';

export interface GitHubTokenOptions {
  readonly repository?: string;
  readonly ref?: string;
  /** Of the job; changes the subject. */
  readonly environment?: string;
  /** In place of what the repository and the ref make of it. */
  readonly subject?: string;
}

/** A job that may ask for tokens. */
export interface GitHubTokenGrant {
  readonly issuer: string;
  readonly subject: string;
  /** What the runner sets for the steps of a job with `id-token: write`. */
  readonly environment: Readonly<Record<string, string>>;
}

const LIFETIME_SECONDS = 300;

/**
 * GitHub as the issuer of its jobs' OIDC tokens.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export class GitHub {
  readonly issuer = 'https://token.actions.githubusercontent.com';
  readonly #keys = new JobTokenKeys();
  readonly keySet = this.#keys.keySet;
  readonly #grants = new Map<string, Record<string, unknown>>();
  readonly #now: () => Date;
  readonly #url: () => string;

  constructor(now: () => Date, url: () => string) {
    this.#now = now;
    this.#url = url;
  }

  grant(options: GitHubTokenOptions = {}): GitHubTokenGrant {
    const { repository = 'contoso/website', ref = 'refs/heads/main', environment } = options;
    const context = environment === undefined ? `ref:${ref}` : `environment:${environment}`;
    const subject = options.subject ?? `repo:${repository}:${context}`;
    const bearer = `github-job-${randomBytes(24).toString('base64url')}`;
    this.#grants.set(bearer, {
      sub: subject,
      repository,
      repository_owner: repository.split('/')[0],
      ref,
      ...(environment === undefined ? {} : { environment }),
    });
    const path = `/${randomUUID()}/_apis/distributedtask/hubs/Actions/jobs/${randomUUID()}/idtoken`;
    return {
      issuer: this.issuer,
      subject,
      environment: {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${this.#url()}${path}?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
      },
    };
  }

  /** What an application must hold to trust tokens of this subject. */
  federatedCredential(subject: string): FederatedCredential {
    return { issuer: this.issuer, subject, keys: this.#keys.keySet };
  }

  answer = async ({ method, path, query, headers }: HttpRequest): Promise<HttpResponse> => {
    if (!path.endsWith('/idtoken')) return message(404, 'Not found');
    if (method !== 'GET')
      return message(405, 'The requested resource does not support this method.');
    const claims = this.#grants.get(bearerOf(headers) ?? '');
    if (claims === undefined) return message(401, 'The job may not ask for a token.');
    const asked = new URLSearchParams(query);
    if (asked.get('api-version') !== '2.0') return message(400, 'No api-version was supplied.');
    const audience = asked.get('audience') ?? `https://github.com/${claims['repository_owner']}`;
    return json(200, await this.#issue({ ...claims, aud: audience }));
  };

  async #issue(claims: Record<string, unknown>): Promise<unknown> {
    const now = Math.floor(this.#now().getTime() / 1000);
    const value = await this.#keys.sign({
      ...claims,
      iss: this.issuer,
      jti: randomUUID(),
      iat: now,
      nbf: now - LIFETIME_SECONDS,
      exp: now + LIFETIME_SECONDS,
    });
    return { count: value.length, value };
  }
}

export function bearerOf(headers: HttpRequest['headers']): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
}

function message(status: number, text: string): HttpResponse {
  return json(status, { $id: '1', innerException: null, message: text });
}

function json(status: number, value: unknown): HttpResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-github-request-id': randomUUID(),
    },
    body: JSON.stringify(value),
  };
}
