import { createHash, randomUUID } from 'node:crypto';
import type { HttpResponse } from '../../http/message.ts';
import { AadstsError } from '../aadsts-error.ts';
import type { EntraApp } from '../app.ts';
import { claimsFromProvider } from '../authentication-events/mapped-claims.ts';
import type { EntraDirectory } from '../directory.ts';
import type { EntraTenant } from '../tenant.ts';
import { readGraphScopes } from './graph-scopes.ts';
import { answerWithPersonTokens } from './person-tokens.ts';
import type { SignedIn } from './personal-grants.ts';

/** By the name that RFC 8628 gives it, and by the one of before, which MSAL still sends. */
const DEVICE_CODE = ['urn:ietf:params:oauth:grant-type:device_code', 'device_code'];

/** The grants of applications that people sign in to. */
export const PERSONAL_GRANT_TYPES: readonly string[] = [
  'authorization_code',
  'refresh_token',
  ...DEVICE_CODE,
];

/**
 * A token request for a person, of an application that has proved itself, or that has nothing to prove it with.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function answerForPerson(
  directory: EntraDirectory,
  tenant: EntraTenant,
  client: EntraApp,
  form: URLSearchParams,
): Promise<HttpResponse> {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(directory, client, form);
    case 'refresh_token':
      return refresh(directory, tenant, client, form);
    default:
      return redeemDeviceCode(directory, client, form);
  }
}

export function demandPublicClient(client: EntraApp): void {
  if (client.isPublicClient) return;
  throw new AadstsError(
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

function redeemCode(
  directory: EntraDirectory,
  client: EntraApp,
  form: URLSearchParams,
): Promise<HttpResponse> {
  const grant = directory.people.spendCode(form.get('code') ?? '');
  if (grant === undefined || grant.client.clientId !== client.clientId) {
    throw new AadstsError(
      'invalid_grant',
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  }
  if (grant.redirectUri !== form.get('redirect_uri')) {
    throw new AadstsError(
      'invalid_grant',
      500112,
      `The reply address '${form.get('redirect_uri')}' does not match the reply address '${grant.redirectUri}' provided when requesting Authorization code.`,
    );
  }
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (challenge !== grant.challenge) {
    throw new AadstsError(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  }
  return answerWithPersonTokens(directory, grant, grant.nonce, grant.providedClaims);
}

function refresh(
  directory: EntraDirectory,
  tenant: EntraTenant,
  client: EntraApp,
  form: URLSearchParams,
): Promise<HttpResponse> {
  const signedIn = directory.people.refreshed(form.get('refresh_token') ?? '');
  if (
    signedIn === undefined ||
    signedIn.client.clientId !== client.clientId ||
    signedIn.tenant !== tenant
  ) {
    throw new AadstsError('invalid_grant', 9002313, 'Invalid request. Request is malformed.');
  }
  const scope = form.get('scope');
  const graphScopes = scope === null ? signedIn.graphScopes : readGraphScopes(scope);
  switch (directory.people.refusal) {
    case 'expired':
      throw new AadstsError(
        'invalid_grant',
        700082,
        'The refresh token has expired due to inactivity.',
      );
    case 'revoked':
      throw new AadstsError(
        'invalid_grant',
        50173,
        'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
      );
    case 'factor-needed':
      throw new AadstsError(
        'interaction_required',
        50076,
        'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
      );
    default:
      return answerAnew(directory, { ...signedIn, graphScopes });
  }
}

function redeemDeviceCode(
  directory: EntraDirectory,
  client: EntraApp,
  form: URLSearchParams,
): Promise<HttpResponse> {
  const grant = directory.people.device(form.get('device_code') ?? '');
  if (grant === undefined || grant.client.clientId !== client.clientId) {
    throw new AadstsError('bad_verification_code', 70018, 'The device code is not known.');
  }
  if (directory.now() > grant.expires) {
    throw new AadstsError(
      'expired_token',
      70020,
      'The provided value for the device code has expired.',
    );
  }
  if (grant.slowDowns > 0) {
    grant.slowDowns -= 1;
    throw new AadstsError('slow_down', 70016, 'The device asks too often.');
  }
  const { outcome } = grant;
  if (outcome === 'pending') {
    throw new AadstsError(
      'authorization_pending',
      70016,
      'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    );
  }
  if (outcome === 'declined') {
    // Microsoft lists no code of its own for it; 65004 is the one of a person who declines.
    throw new AadstsError('authorization_declined', 65004, 'The user declined to sign in.');
  }
  return answerAnew(directory, { ...grant, person: outcome });
}

/** Where there was no browser, the claims provider is asked now. */
async function answerAnew(directory: EntraDirectory, signedIn: SignedIn): Promise<HttpResponse> {
  const claims = await claimsFromProvider(directory, signedIn, randomUUID());
  return answerWithPersonTokens(directory, signedIn, undefined, claims);
}
