import { randomUUID } from 'node:crypto';
import type { EntraApp, FederatedCredential } from '../entra/app.ts';
import { findApplication } from './application-lookup.ts';
import {
  change,
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  keyAt,
  NO_CONTENT,
  ok,
} from './call.ts';
import { readFederatedCredential } from './federated-credential.ts';
import { conflict, GraphError, notFound } from './graph-error.ts';
import { pageOf } from './odata-page.ts';
import { selected } from './odata-query.ts';
import { demandApplicationRead, demandApplicationWrite } from './permissions.ts';
import { KEY, type ObjectKey } from './resource-path.ts';

const COLLECTION = ['applications', KEY, 'federatedIdentityCredentials'] as const;
const MOST = 20;

/** @see https://learn.microsoft.com/graph/api/resources/federatedidentitycredential#methods */
export const FEDERATED_CREDENTIAL_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: COLLECTION, answer: list },
  { method: 'POST', path: COLLECTION, answer: (call) => create(call, call.body) },
  { method: 'GET', path: [...COLLECTION, KEY], answer: get },
  { method: 'PATCH', path: [...COLLECTION, KEY], answer: update },
  { method: 'DELETE', path: [...COLLECTION, KEY], answer: remove },
];

/** What only Graph shows of a credential. */
interface Facts {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

const FACTS = new WeakMap<FederatedCredential, Facts>();

/** Of credentials that came by another way too. */
function factsOf(credential: FederatedCredential): Facts {
  const id = randomUUID();
  const facts = FACTS.get(credential) ?? { id, name: id, description: null };
  FACTS.set(credential, facts);
  return facts;
}

function entity(credential: FederatedCredential): Readonly<Record<string, unknown>> {
  const { issuer, subject, audience = 'api://AzureADTokenExchange' } = credential;
  return { ...factsOf(credential), issuer, subject, audiences: [audience] };
}

function list(call: GraphCall): GraphAnswer {
  demandApplicationRead(call.caller);
  const entities = findApplication(call).seen.federatedCredentials.map(entity);
  const address = `${call.root}${call.request.path.replace('/v1.0', '')}?${call.request.query}`;
  return ok(pageOf(entities, call.query, address, ['id', 'name', 'issuer', 'subject']));
}

function get(call: GraphCall): GraphAnswer {
  demandApplicationRead(call.caller);
  const { seen } = findApplication(call);
  return ok(selected(entity(demanded(seen, keyAt(call, 1))), call.query));
}

/** By `name` also what creates, when the header says so. */
function update(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  const key = keyAt(call, 1);
  const mayCreate = (call.request.headers['prefer'] ?? '').includes('create-if-missing');
  if (mayCreate && key.property === 'name' && find(app, key) === undefined) {
    return create(call, { ...call.body, name: key.value });
  }
  demandApplicationWrite(call.caller, app.registration.owners);
  const before = demanded(app, key);
  const changed = { ...entity(before), ...call.body, name: factsOf(before).name };
  write(call, app, changed, before);
  return NO_CONTENT;
}

function create(call: GraphCall, body: GraphCall['body']): GraphAnswer {
  const { app } = findApplication(call);
  demandApplicationWrite(call.caller, app.registration.owners);
  if (app.federatedCredentials.length >= MOST) throw tooMany();
  return created(entity(write(call, app, body, undefined)));
}

function write(
  call: GraphCall,
  app: EntraApp,
  body: GraphCall['body'],
  before: FederatedCredential | undefined,
): FederatedCredential {
  const { name, description, credential } = readFederatedCredential(body, call.directory);
  const { federatedCredentials: all } = app;
  const others = all.filter((one) => one !== before);
  if (others.some((one) => factsOf(one).name === name)) {
    // https://github.com/Azure/azure-dev/issues/1482
    throw conflict(`FederatedIdentityCredential with name ${name} already exists.`);
  }
  const { issuer, subject } = credential;
  if (others.some((one) => one.issuer === issuer && one.subject === subject))
    throw same(credential);
  const id = before === undefined ? randomUUID() : factsOf(before).id;
  FACTS.set(credential, { id, name, description });
  change(call, app, 'application', () => {
    if (before === undefined) all.push(credential);
    else all.splice(all.indexOf(before), 1, credential);
  });
  return credential;
}

function remove(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  demandApplicationWrite(call.caller, app.registration.owners);
  const credential = demanded(app, keyAt(call, 1));
  const { federatedCredentials: all } = app;
  change(call, app, 'application', () => all.splice(all.indexOf(credential), 1));
  return NO_CONTENT;
}

function demanded(app: EntraApp, key: ObjectKey): FederatedCredential {
  const found = find(app, key);
  if (found !== undefined) return found;
  throw notFound(key.value);
}

/** A path may name a credential by either, without saying by which. */
function find(app: EntraApp, { value }: ObjectKey): FederatedCredential | undefined {
  return app.federatedCredentials.find((credential) => {
    const { id, name } = factsOf(credential);
    return id === value || name === value;
  });
}

/** @see https://github.com/Azure/azure-workload-identity/issues/434 */
function same({ issuer, subject }: FederatedCredential): GraphError {
  return new GraphError(
    400,
    'InvalidFederatedIdentityCredentialValue',
    `The combination of issuer and subject must be unique for the application. Issuer ${issuer} and Subject: ${subject} already exist. paramName: FederatedIdentityCredential.Subject, paramValue: ${subject}, objectType: Microsoft.Online.DirectoryServices.Application`,
  );
}

/** The limit is documented, the words are not. */
function tooMany(): GraphError {
  return new GraphError(
    400,
    'InvalidFederatedIdentityCredentialValue',
    `The application already has the most federated identity credentials that it may have, ${MOST}.`,
  );
}
