import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { originOf } from '../http/message.ts';
import { AadstsError } from './aadsts-error.ts';
import { issueAccessToken } from './access-token.ts';
import type { EntraApp } from './app.ts';
import { readAssertion, verifyCertificateAssertion } from './client-assertion.ts';
import type { EntraDirectory } from './directory.ts';
import { verifyFederatedAssertion } from './federated-credential.ts';
import { answerForPerson, PERSONAL_GRANT_TYPES } from './people/public-client.ts';
import type { EntraTenant } from './tenant.ts';
import { tokenAnswer } from './token-answer.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * The client credentials grant with a certificate or a federated credential, and the grants of people.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function answerTokenRequest(
  directory: EntraDirectory,
  tenant: EntraTenant,
  request: HttpRequest,
): Promise<HttpResponse> {
  const form = readForm(request);
  const grantType = required(form, 'grant_type');
  if (PERSONAL_GRANT_TYPES.includes(grantType)) {
    const client = findClient(tenant, required(form, 'client_id'));
    if (client.isPublicClient) refuseProof(form);
    else await authenticate(directory, client, form, `${originOf(request)}${request.path}`);
    return answerForPerson(directory, tenant, client, form);
  }
  if (grantType !== 'client_credentials') {
    throw new AadstsError(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${grantType}'.`,
    );
  }
  const clientId = required(form, 'client_id');
  const requestedResource = resourceOfScope(required(form, 'scope'));
  const client = findClient(tenant, clientId);
  await authenticate(directory, client, form, `${originOf(request)}${request.path}`);
  const resource = findResource(tenant, client, requestedResource);
  const token = await issueAccessToken(directory, { tenant, client, resource, requestedResource });
  return tokenAnswer(token.accessToken, token.expiresIn);
}

/** The application that a request of its own names, and nothing else proves. */
export function clientOf(tenant: EntraTenant, request: HttpRequest): EntraApp {
  return findClient(tenant, required(readForm(request), 'client_id'));
}

function readForm(request: HttpRequest): URLSearchParams {
  if (request.method !== 'POST') {
    throw new AadstsError(
      'invalid_request',
      900561,
      `The endpoint only accepts POST requests. Received a ${request.method} request.`,
    );
  }
  const type = request.headers['content-type'] ?? '';
  // Entra does not complain of another content type: it just sees no parameters in the body.
  const isForm = type.toLowerCase().startsWith('application/x-www-form-urlencoded');
  return new URLSearchParams(isForm ? request.body : '');
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value) return value;
  throw new AadstsError(
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );
}

function resourceOfScope(scope: string): string {
  const suffix = '/.default';
  const scopes = scope.split(' ').filter((item) => item !== '');
  const [only = ''] = scopes;
  if (scopes.length !== 1) {
    throw new AadstsError(
      'invalid_scope',
      70011,
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    );
  }
  if (!only.endsWith(suffix) || only === suffix) {
    throw new AadstsError(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  return only.slice(0, -suffix.length);
}

function findClient(tenant: EntraTenant, clientId: string): EntraApp {
  const client = tenant.findClient(clientId);
  if (!client) {
    throw new AadstsError(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant.id}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    );
  }
  if (client.servicePrincipal === undefined) {
    throw new AadstsError(
      'invalid_client',
      7000229,
      `The client application ${client.clientId} is missing service principal in the tenant ${tenant.id}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    );
  }
  if (!client.enabled) {
    throw new AadstsError(
      'unauthorized_client',
      7000112,
      `Application '${client.clientId}'(${client.displayName}) is disabled.`,
    );
  }
  return client;
}

/** Microsoft, reference of error codes: AADSTS700025. */
function refuseProof(form: URLSearchParams): void {
  if (!form.has('client_secret') && !form.has('client_assertion')) return;
  throw new AadstsError(
    'invalid_client',
    700025,
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  );
}

async function authenticate(
  directory: EntraDirectory,
  client: EntraApp,
  form: URLSearchParams,
  tokenEndpoint: string,
): Promise<void> {
  const secret = form.get('client_secret');
  if (secret !== null && client.secrets.includes(secret)) return;
  if (secret !== null) {
    throw new AadstsError(
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client.clientId}'.`,
    );
  }
  const jwt = form.get('client_assertion');
  if (!jwt) {
    throw new AadstsError(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  const type = required(form, 'client_assertion_type');
  if (type !== ASSERTION_TYPE) {
    throw new AadstsError(
      'invalid_request',
      90023,
      `Unsupported 'client_assertion_type' value '${type}'.`,
    );
  }
  const assertion = readAssertion(jwt);
  const now = directory.now();
  // Only an issuer other than the client itself has an address.
  if (assertion.claims.iss?.startsWith('https://')) {
    return verifyFederatedAssertion(assertion, client, now);
  }
  await verifyCertificateAssertion(assertion, client, { audience: tokenEndpoint, now });
  if (!directory.spendAssertion(`${client.clientId} ${assertion.claims.jti}`)) {
    // Microsoft lists no code of its own for a replay; 50013 is the one for unacceptable assertions.
    throw new AadstsError(
      'invalid_client',
      50013,
      'Assertion failed validation. [Reason - An assertion with this jti has already been used.]',
    );
  }
}

function findResource(tenant: EntraTenant, client: EntraApp, name: string): EntraApp {
  const resource = tenant.findResource(name);
  if (resource?.servicePrincipal === undefined) {
    throw new AadstsError(
      'invalid_resource',
      500011,
      `The resource principal named ${name} was not found in the tenant named ${tenant.id}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    );
  }
  if (resource.clientId === client.clientId && name.toLowerCase() !== client.clientId) {
    throw new AadstsError(
      'invalid_request',
      90009,
      `Application '${client.clientId}'(${client.displayName}) is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.`,
    );
  }
  return resource;
}
