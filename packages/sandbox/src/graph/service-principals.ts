import type { EntraApp } from '../entra/app.ts';
import { ServicePrincipal } from '../entra/service-principal.ts';
import { listApplications, seenBy } from './application-lookup.ts';
import { noBackingApplication } from './backing-application.ts';
import {
  change,
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  NO_CONTENT,
  ok,
} from './call.ts';
import { conflict, denied, type GraphError } from './graph-error.ts';
import { readText } from './json-body.ts';
import { pageOfListed } from './odata-page.ts';
import { selected } from './odata-query.ts';
import {
  demandApplicationCreate,
  demandApplicationRead,
  demandApplicationWrite,
  writesOnlyOwned,
} from './permissions.ts';
import { checkQuota } from './quota.ts';
import { KEY } from './resource-path.ts';
import { FILTERABLE, servicePrincipalEntity } from './service-principal.ts';
import { findServicePrincipal, ownersOf } from './service-principal-lookup.ts';
import { writeServicePrincipal } from './service-principal-properties.ts';

/** @see https://learn.microsoft.com/graph/api/resources/serviceprincipal#methods */
export const SERVICE_PRINCIPAL_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: ['servicePrincipals'], answer: list },
  { method: 'POST', path: ['servicePrincipals'], answer: create },
  { method: 'GET', path: ['servicePrincipals', KEY], answer: get },
  { method: 'PATCH', path: ['servicePrincipals', KEY], answer: update },
  { method: 'DELETE', path: ['servicePrincipals', KEY], answer: remove },
];

function list(call: GraphCall): GraphAnswer {
  const { caller, query, root, request } = call;
  demandApplicationRead(caller);
  const { tenant } = caller;
  const entityOf = (app: EntraApp) =>
    app.servicePrincipal === undefined ? undefined : servicePrincipalEntity(app, tenant);
  const listed = [
    { place: 0, entity: () => entityOf(tenant.graph) },
    ...listApplications(call, 'service principals', entityOf),
  ];
  const address = `${root}/servicePrincipals?${request.query}`;
  const context = `${root}/$metadata#servicePrincipals`;
  return ok({ '@odata.context': context, ...pageOfListed(listed, query, address, FILTERABLE) });
}

function get(call: GraphCall): GraphAnswer {
  demandApplicationRead(call.caller);
  const { seen } = findServicePrincipal(call);
  const entity = servicePrincipalEntity(seen, call.caller.tenant);
  return ok(selected({ ...contextOf(call), ...entity }, call.query));
}

function create(call: GraphCall): GraphAnswer {
  const { caller, body, directory } = call;
  const { tenant } = caller;
  demandApplicationCreate(caller);
  const { appId, ...properties } = body;
  const clientId = readText(appId, 'appId').toLowerCase();
  const app = tenant.apps.find((one) => one.clientId === clientId);
  const backing = app && seenBy(call, app, 'backing applications');
  if (app === undefined || backing === undefined) throw noBackingApplication(call, clientId, app);
  if (writesOnlyOwned(caller) && !app.registration.owners.includes(caller.objectId)) throw denied();
  if (app.servicePrincipal !== undefined) throw alreadyThere(clientId);
  checkQuota(caller);
  app.servicePrincipal = new ServicePrincipal();
  app.servicePrincipal.owners = [caller.objectId];
  app.enabled = true;
  writeServicePrincipal(app, properties);
  directory.replication.written(app, 'service principal', undefined);
  return created({ ...contextOf(call), ...servicePrincipalEntity(app, tenant) });
}

/** @see https://github.com/Azure/reliable-web-app-pattern-java/issues/185 */
function alreadyThere(clientId: string): GraphError {
  return conflict(
    `The service principal cannot be created, updated, or restored because the service principal name ${clientId} is already in use.`,
  );
}

function update(call: GraphCall): GraphAnswer {
  const { app } = findServicePrincipal(call);
  demandApplicationWrite(call.caller, ownersOf(app));
  change(call, app, 'service principal', () => writeServicePrincipal(app, call.body));
  return NO_CONTENT;
}

function remove(call: GraphCall): GraphAnswer {
  const { app } = findServicePrincipal(call);
  demandApplicationWrite(call.caller, ownersOf(app));
  change(call, app, 'service principal', () => {
    app.servicePrincipal = undefined;
  });
  return NO_CONTENT;
}

function contextOf({ root }: GraphCall): object {
  return { '@odata.context': `${root}/$metadata#servicePrincipals/$entity` };
}
