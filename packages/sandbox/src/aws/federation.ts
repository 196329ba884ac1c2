import { randomBytes } from 'node:crypto';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http/message.ts';
import type { AwsCloud, AwsSession } from './cloud.ts';
import { escapeXml } from './xml.ts';

const TOKEN_MS = 15 * 60_000;
const SHORTEST_SECONDS = 900;
const LONGEST_SECONDS = 43_200;

/** A sign-in token, and what it admits to. */
interface SignInGrant {
  readonly session: AwsSession;
  readonly durationSeconds: number;
  readonly expires: Date;
}

/**
 * The sign-in endpoint of the console: credentials in, a token for an address out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export class FederationEndpoint {
  readonly #cloud: AwsCloud;
  /** By token, for those who look for leaks. */
  readonly grants = new Map<string, SignInGrant>();

  constructor(cloud: AwsCloud) {
    this.#cloud = cloud;
  }

  readonly answer: HttpHandler = (request) => {
    if (request.path !== '/federation') return page(404, 'Not found', '');
    const parameters = new URLSearchParams(
      request.method === 'POST' ? request.body : request.query,
    );
    switch (parameters.get('Action')) {
      case 'getSigninToken':
        return this.#issue(parameters);
      case 'login':
        return this.#logIn(request, parameters);
      default:
        return page(400, 'Bad Request', 'The action is not known.');
    }
  };

  #issue(parameters: URLSearchParams): HttpResponse {
    const session = this.#sessionOf(parameters.get('Session') ?? '');
    const duration = Number(parameters.get('SessionDuration') ?? LONGEST_SECONDS);
    const inRange = duration >= SHORTEST_SECONDS && duration <= LONGEST_SECONDS;
    if (session === undefined || !inRange) return page(400, 'Bad Request', 'Invalid session.');
    const token = randomBytes(300).toString('base64url');
    const expires = new Date(this.#cloud.now().getTime() + TOKEN_MS);
    this.grants.set(token, { session, durationSeconds: duration, expires });
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ SigninToken: token }),
    };
  }

  /** The real one sends the browser on to the destination, which here would leave the machine. */
  #logIn({ method }: HttpRequest, parameters: URLSearchParams): HttpResponse {
    const grant = this.grants.get(parameters.get('SigninToken') ?? '');
    if (method !== 'GET' || grant === undefined || this.#cloud.now() > grant.expires) {
      return page(400, 'Amazon Web Services Sign-In', 'Your request has expired.');
    }
    const destination = parameters.get('Destination') ?? '';
    return page(200, 'AWS console', `${grant.session.arn} is signed in, for ${destination}.`);
  }

  #sessionOf(json: string): AwsSession | undefined {
    const { sessionId, sessionKey, sessionToken } = parseObject(json);
    return this.#cloud.sessions.find(
      (session) =>
        session.accessKeyId === sessionId &&
        session.secretAccessKey === sessionKey &&
        session.sessionToken === sessionToken &&
        this.#cloud.now() < session.expiresAt,
    );
  }
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function page(status: number, title: string, text: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html><title>${title}</title><h1>${title}</h1><p>${escapeXml(text)}</p>\n`,
  };
}
