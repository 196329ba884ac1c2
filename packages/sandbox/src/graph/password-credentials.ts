import { randomBytes, randomUUID } from 'node:crypto';
import { findApplication } from './application-lookup.ts';
import {
  change,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  NO_CONTENT,
  ok,
} from './call.ts';
import { badRequest } from './graph-error.ts';
import { isObject } from './json-body.ts';
import { demandApplicationWrite } from './permissions.ts';
import { KEY } from './resource-path.ts';

/**
 * Secrets, which are listed; nobody logs in with one here.
 *
 * @see https://learn.microsoft.com/graph/api/application-addpassword
 */
export const PASSWORD_ROUTES: readonly GraphRoute[] = [
  { method: 'POST', path: ['applications', KEY, 'addPassword'], answer: add },
  { method: 'POST', path: ['applications', KEY, 'removePassword'], answer: remove },
];

const TWO_YEARS_MS = 2 * 365 * 24 * 60 * 60 * 1000;

function add(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  demandApplicationWrite(call.caller, app.registration.owners);
  const asked = isObject(call.body['passwordCredential']) ? call.body['passwordCredential'] : {};
  const secretText = randomBytes(30).toString('base64url');
  const now = call.directory.now();
  const { displayName, endDateTime } = asked;
  const password = {
    keyId: randomUUID(),
    displayName: typeof displayName === 'string' ? displayName : null,
    hint: secretText.slice(0, 3),
    startDateTime: now.toISOString(),
    endDateTime:
      typeof endDateTime === 'string'
        ? endDateTime
        : new Date(now.getTime() + TWO_YEARS_MS).toISOString(),
  };
  const { registration } = app;
  change(call, app, 'application', () => {
    registration.passwordCredentials = [...registration.passwordCredentials, password];
  });
  return ok({ ...password, customKeyIdentifier: null, secretText });
}

function remove(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  const { registration } = app;
  demandApplicationWrite(call.caller, registration.owners);
  const rest = registration.passwordCredentials.filter(({ keyId }) => keyId !== call.body['keyId']);
  if (rest.length === registration.passwordCredentials.length) {
    throw badRequest('No password credential found with keyId.');
  }
  change(call, app, 'application', () => {
    registration.passwordCredentials = rest;
  });
  return NO_CONTENT;
}
