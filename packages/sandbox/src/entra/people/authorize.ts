import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AadstsError } from '../aadsts-error.ts';
import { maySignIn } from '../assigned-roles.ts';
import { claimsFromProvider } from '../authentication-events/mapped-claims.ts';
import type { EntraDirectory } from '../directory.ts';
import type { EntraTenant } from '../tenant.ts';
import { approvalPage, needsApproval } from './admin-approval.ts';
import { type AuthorizationRequest, readAuthorizationRequest } from './authorization-request.ts';
import { escapeHtml, form, htmlPage } from './html-page.ts';
import type { EntraPerson } from './person.ts';
import { nextFactor } from './sign-in.ts';

/**
 * The page that a browser is sent to, and what the person sends from it: to sign in, to show a second factor,
 * or to refuse.
 */
export async function answerAuthorize(
  directory: EntraDirectory,
  tenant: EntraTenant,
  request: HttpRequest,
): Promise<HttpResponse> {
  const asked = readAuthorizationRequest(tenant, new URLSearchParams(request.query));
  if (request.method !== 'POST') return signInPage(request, asked);
  const typed = new URLSearchParams(request.body);
  if (typed.get('button') === 'cancel') {
    return redirect(asked, {
      error: 'access_denied',
      error_subcode: 'cancel',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
    });
  }
  const factor = nextFactor(tenant, typed);
  if (factor.kind === 'wrong') return signInPage(request, asked, factor.message);
  if (factor.kind === 'code') return factorPage(request, typed, factor.message);
  return admit(directory, tenant, asked, factor.person);
}

async function admit(
  directory: EntraDirectory,
  tenant: EntraTenant,
  asked: AuthorizationRequest,
  person: EntraPerson,
): Promise<HttpResponse> {
  const { client, redirectUri, challenge, nonce, graphScopes } = asked;
  if (!maySignIn(person, client, tenant)) {
    return htmlPage(
      'Sorry, but we’re having trouble with signing you in.',
      `<p>AADSTS50105: Your administrator has configured the application ${escapeHtml(client.displayName)} to block users unless they are specifically granted access to it.</p>`,
    );
  }
  if (needsApproval(person, graphScopes, tenant)) return approvalPage(client);
  const signedIn = { tenant, client, person };
  const correlationId = randomUUID();
  const claims = await claimsFromProvider(directory, signedIn, correlationId).catch(
    (error: unknown) => {
      if (error instanceof AadstsError) return error;
      throw error;
    },
  );
  if (claims instanceof AadstsError) {
    const description = `AADSTS${claims.code}: ${claims.message} Trace ID: ${randomUUID()} Correlation ID: ${correlationId}`;
    return redirect(asked, { error: claims.error, error_description: description });
  }
  const code = directory.people.issueCode({
    tenant,
    client,
    person,
    redirectUri,
    challenge,
    nonce,
    graphScopes,
    providedClaims: claims,
  });
  directory.issuedTokens.push(code);
  return redirect(asked, { code, session_state: crypto.randomUUID() });
}

function signInPage(
  request: HttpRequest,
  { client }: AuthorizationRequest,
  complaint = '',
): HttpResponse {
  return htmlPage(
    `Sign in to ${client.displayName}`,
    `<p role="alert">${escapeHtml(complaint)}</p>${form(
      addressOf(request),
      {},
      [
        { name: 'login', label: 'Email', type: 'email' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
      { next: 'Sign in', cancel: 'Cancel' },
    )}`,
  );
}

function factorPage(request: HttpRequest, typed: URLSearchParams, complaint: string): HttpResponse {
  const hidden = { login: typed.get('login') ?? '', password: typed.get('password') ?? '' };
  return htmlPage(
    'Enter code',
    `<p role="alert">${escapeHtml(complaint)}</p>${form(
      addressOf(request),
      hidden,
      [{ name: 'otc', label: 'Code from your authenticator app', type: 'text' }],
      { next: 'Verify', cancel: 'Cancel' },
    )}`,
  );
}

function addressOf({ path, query }: HttpRequest): string {
  return `${path}?${query}`;
}

function redirect(
  { redirectUri, state }: AuthorizationRequest,
  answer: Readonly<Record<string, string>>,
): HttpResponse {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) location.searchParams.set(name, value);
  if (state !== undefined) location.searchParams.set('state', state);
  return { status: 302, headers: { location: location.href }, body: '' };
}
