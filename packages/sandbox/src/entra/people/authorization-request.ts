import { AadstsError } from '../aadsts-error.ts';
import type { EntraApp } from '../app.ts';
import type { EntraTenant } from '../tenant.ts';
import { readGraphScopes } from './graph-scopes.ts';

/** What an application asks a browser to bring it. */
export interface AuthorizationRequest {
  readonly client: EntraApp;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: string;
  readonly graphScopes: readonly string[];
}

/**
 * Until the application and its redirect URI are known, a refusal is shown to the person and sent nowhere.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code
 *
 * @throws AadstsError
 */
export function readAuthorizationRequest(
  tenant: EntraTenant,
  query: URLSearchParams,
): AuthorizationRequest {
  const clientId = query.get('client_id') ?? '';
  const client = tenant.findClient(clientId);
  if (client === undefined) {
    throw new AadstsError(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant.id}'.`,
    );
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.redirectUris.some((registered) => isSameRedirect(registered, redirectUri))) {
    throw new AadstsError(
      'invalid_request',
      50011,
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${client.clientId}'.`,
    );
  }
  const challenge = query.get('code_challenge') ?? '';
  const usable =
    query.get('response_type') === 'code' &&
    (query.get('scope') ?? '').split(' ').includes('openid') &&
    query.get('code_challenge_method') === 'S256' &&
    /^[\w-]{43}$/.test(challenge);
  if (!usable) {
    throw new AadstsError(
      'invalid_request',
      900144,
      'The request lacks what this sandbox asks for.',
    );
  }
  return {
    client,
    redirectUri,
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    challenge,
    graphScopes: readGraphScopes(query.get('scope') ?? ''),
  };
}

/**
 * The port of a localhost address does not count.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions
 */
function isSameRedirect(registered: string, asked: string): boolean {
  if (!URL.canParse(registered) || !URL.canParse(asked)) return false;
  const [one, other] = [new URL(registered), new URL(asked)];
  if (one.hostname === 'localhost') other.port = one.port;
  return one.href === other.href;
}
