import { type HttpRequest, type HttpResponse, originOf } from '../../http/message.ts';
import type { EntraApp } from '../app.ts';
import type { EntraDirectory } from '../directory.ts';
import type { EntraTenant } from '../tenant.ts';
import { approvalPage, needsApproval } from './admin-approval.ts';
import { readGraphScopes } from './graph-scopes.ts';
import { escapeHtml, form, htmlPage } from './html-page.ts';
import { demandPublicClient } from './public-client.ts';
import { nextFactor } from './sign-in.ts';

/**
 * A code for a device without a browser.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#device-authorization-request
 */
export function answerDeviceAuthorization(
  directory: EntraDirectory,
  tenant: EntraTenant,
  client: EntraApp,
  request: HttpRequest,
): HttpResponse {
  demandPublicClient(client);
  const scope = new URLSearchParams(request.body).get('scope') ?? '';
  const { deviceCode, grant, lifetimeSeconds } = directory.people.issueDeviceCode({
    tenant,
    client,
    graphScopes: readGraphScopes(scope),
  });
  directory.issuedTokens.push(deviceCode);
  const verificationUri = `${originOf(request)}/${tenant.id}/oauth2/deviceauth`;
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      user_code: grant.userCode,
      device_code: deviceCode,
      verification_uri: verificationUri,
      expires_in: lifetimeSeconds,
      interval: directory.people.deviceInterval,
      message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${grant.userCode} to authenticate.`,
    }),
  };
}

/** The page where a person types the code that the device shows. */
export function answerDevicePage(
  directory: EntraDirectory,
  tenant: EntraTenant,
  request: HttpRequest,
): HttpResponse {
  const typed = new URLSearchParams(request.body);
  if (request.method !== 'POST') return devicePage(request, '');
  const grant = directory.people.deviceShowing(typed.get('user_code') ?? '');
  if (grant === undefined || grant.tenant !== tenant || directory.now() > grant.expires) {
    return devicePage(request, 'That code didn’t work. Check the code and try again.');
  }
  if (typed.get('button') === 'cancel') {
    grant.outcome = 'declined';
    return htmlPage('You have declined to sign in', '<p>You may close this window.</p>');
  }
  const factor = nextFactor(tenant, typed);
  if (factor.kind !== 'signed-in') return devicePage(request, factor.message);
  if (needsApproval(factor.person, grant.graphScopes, tenant)) return approvalPage(grant.client);
  grant.outcome = factor.person;
  return htmlPage(
    `You have signed in to ${grant.client.displayName} on your device`,
    '<p>You may close this window.</p>',
  );
}

function devicePage(request: HttpRequest, complaint: string): HttpResponse {
  return htmlPage(
    'Enter code to allow access',
    `<p role="alert">${escapeHtml(complaint)}</p>${form(
      request.path,
      {},
      [
        { name: 'user_code', label: 'Code', type: 'text' },
        { name: 'login', label: 'Email', type: 'email' },
        { name: 'password', label: 'Password', type: 'password' },
        { name: 'otc', label: 'Code from your authenticator app, if you have one', type: 'text' },
      ],
      { next: 'Sign in', cancel: 'Cancel' },
    )}`,
  );
}
