import type { EntraApp } from '../entra/app.ts';
import type { EntraTenant } from '../entra/tenant.ts';
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
import { findServicePrincipal } from './service-principal-lookup.ts';

/** @see https://learn.microsoft.com/graph/api/application-post-owners */
export const OWNER_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: ['applications', KEY, 'owners'], answer: listOf(ofApplication) },
  { method: 'POST', path: ['applications', KEY, 'owners', '$ref'], answer: add },
  { method: 'DELETE', path: ['applications', KEY, 'owners', KEY, '$ref'], answer: remove },
  { method: 'GET', path: ['servicePrincipals', KEY, 'owners'], answer: listOf(ofServicePrincipal) },
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
    const address = `${call.root}${call.request.path.replace('/v1.0', '')}`;
    return ok(pageOf(found, call.query, address, ['id']));
  };
}

/** Owning an application is not enough for an application to name further owners. */
function add(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  const { caller, body } = call;
  demandApplicationWrite(caller, app.registration.owners);
  if (caller.person === undefined && !caller.permissions.has('Application.ReadWrite.All')) {
    throw denied();
  }
  const id = /([^/('")]+)[')"]*$/.exec(readText(body['@odata.id'], '@odata.id'))?.[1] ?? '';
  directoryObject(caller.tenant, id);
  if (app.registration.owners.includes(id)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  change(call, app, 'application', () => write(app, [...app.registration.owners, id]));
  return NO_CONTENT;
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
  if (person !== undefined)
    return { '@odata.type': '#microsoft.graph.user', ...userEntity(person) };
  const app = tenant.apps.find(({ servicePrincipal }) => servicePrincipal?.objectId === id);
  if (app === undefined) throw notFound(id);
  return {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    ...servicePrincipalEntity(app, tenant),
  };
}
