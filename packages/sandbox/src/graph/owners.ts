import type { EntraApp } from '../entra/app.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import { applicationEntity } from './application.ts';
import { findApplication } from './application-lookup.ts';
import {
  change,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  keyAt,
  NO_CONTENT,
  ok,
} from './call.ts';
import { badRequest, denied, notFound } from './graph-error.ts';
import { readText } from './json-body.ts';
import { pageOf } from './odata-page.ts';
import { userEntity } from './people.ts';
import { demandApplicationRead, demandApplicationWrite } from './permissions.ts';
import { KEY } from './resource-path.ts';
import { servicePrincipalEntity } from './service-principal.ts';
import { findServicePrincipal, ownersOf } from './service-principal-lookup.ts';

/** @see https://learn.microsoft.com/graph/api/application-post-owners */
export const OWNER_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: ['applications', KEY, 'owners'], answer: listOf(ofApplication) },
  { method: 'POST', path: ['applications', KEY, 'owners', '$ref'], answer: add },
  { method: 'DELETE', path: ['applications', KEY, 'owners', KEY, '$ref'], answer: remove },
  { method: 'GET', path: ['servicePrincipals', KEY, 'owners'], answer: listOf(ofServicePrincipal) },
  { method: 'POST', path: ['servicePrincipals', KEY, 'owners', '$ref'], answer: addToPrincipal },
  { method: 'GET', path: ['servicePrincipals', KEY, 'ownedObjects'], answer: owned },
];

function ofApplication(call: GraphCall): readonly string[] {
  return findApplication(call).seen.registration.owners;
}

function ofServicePrincipal(call: GraphCall): readonly string[] {
  return findServicePrincipal(call).seen.servicePrincipal?.owners ?? [];
}

function listOf(owners: (call: GraphCall) => readonly string[]) {
  return (call: GraphCall): GraphAnswer => {
    demandApplicationRead(call.caller);
    const found = owners(call).map((id) => directoryObject(call.caller.tenant, id));
    return ok(pageOf(found, call.query, addressOf(call), ['id']));
  };
}

function add(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  const { owners } = app.registration;
  const id = newOwner(call, owners, owners);
  change(call, app, 'application', () => write(app, [...owners, id]));
  return NO_CONTENT;
}

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-post-owners */
function addToPrincipal(call: GraphCall): GraphAnswer {
  const { app } = findServicePrincipal(call);
  const { servicePrincipal } = app;
  if (servicePrincipal === undefined) throw new Error('the app has no service principal');
  const { owners } = servicePrincipal;
  const id = newOwner(call, owners, ownersOf(app));
  change(call, app, 'service principal', () => {
    servicePrincipal.owners = [...owners, id];
  });
  return NO_CONTENT;
}

/** Owning an application is not enough for an application to name further owners. */
function newOwner(
  { caller, body }: GraphCall,
  owners: readonly string[],
  writers: readonly string[],
): string {
  demandApplicationWrite(caller, writers);
  if (caller.person === undefined && !caller.permissions.has('Application.ReadWrite.All')) {
    throw denied();
  }
  const id = /([^/('")]+)[')"]*$/.exec(readText(body['@odata.id'], '@odata.id'))?.[1] ?? '';
  directoryObject(caller.tenant, id);
  if (!owners.includes(id)) return id;
  throw badRequest(
    "One or more added object references already exist for the following modified properties: 'owners'.",
  );
}

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-list-ownedobjects */
function owned(call: GraphCall): GraphAnswer {
  demandApplicationRead(call.caller);
  const { tenant } = call.caller;
  const owner = findServicePrincipal(call).seen.servicePrincipal?.objectId ?? '';
  const applications = tenant.apps
    .filter(({ registration }) => registration.owners.includes(owner))
    .map((app) => typed('application', applicationEntity(app, tenant)));
  const principals = tenant.apps
    .filter(({ servicePrincipal }) => servicePrincipal?.owners.includes(owner))
    .map((app) => typed('servicePrincipal', servicePrincipalEntity(app, tenant)));
  return ok(pageOf([...applications, ...principals], call.query, addressOf(call), ['id']));
}

function typed(type: string, entity: object): Readonly<Record<string, unknown>> {
  return { '@odata.type': `#microsoft.graph.${type}`, ...entity };
}

function addressOf({ root, request }: GraphCall): string {
  return `${root}${request.path.replace('/v1.0', '')}?${request.query}`;
}

function remove(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  demandApplicationWrite(call.caller, app.registration.owners);
  const { value } = keyAt(call, 1);
  const rest = app.registration.owners.filter((id) => id !== value);
  if (rest.length === app.registration.owners.length) throw notFound(value);
  change(call, app, 'application', () => write(app, rest));
  return NO_CONTENT;
}

function write({ registration }: EntraApp, owners: readonly string[]): void {
  registration.owners = owners;
}

/** @throws GraphError when nobody has this ID */
function directoryObject(tenant: EntraTenant, id: string): Readonly<Record<string, unknown>> {
  const person = tenant.people.find(({ objectId }) => objectId === id);
  if (person !== undefined) return typed('user', userEntity(person));
  const app = tenant.apps.find(({ servicePrincipal }) => servicePrincipal?.objectId === id);
  if (app === undefined) throw notFound(id);
  return typed('servicePrincipal', servicePrincipalEntity(app, tenant));
}
