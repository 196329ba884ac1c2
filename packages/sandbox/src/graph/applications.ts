import { EntraApp } from '../entra/app.ts';
import { applicationEntity, FILTERABLE } from './application.ts';
import { findApplication, listApplications, named } from './application-lookup.ts';
import { writeApplication } from './application-properties.ts';
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
import { badRequest, GraphError, notFound } from './graph-error.ts';
import { readText } from './json-body.ts';
import { pageOfListed } from './odata-page.ts';
import { selected } from './odata-query.ts';
import {
  demandApplicationCreate,
  demandApplicationRead,
  demandApplicationWrite,
} from './permissions.ts';
import { checkQuota } from './quota.ts';
import { KEY } from './resource-path.ts';

/** @see https://learn.microsoft.com/graph/api/resources/application#methods */
export const APPLICATION_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: ['applications'], answer: list, expands: ['owners($select=id)'] },
  { method: 'POST', path: ['applications'], answer: (call) => create(call, undefined) },
  { method: 'GET', path: ['applications', KEY], answer: get },
  { method: 'PATCH', path: ['applications', KEY], answer: update },
  { method: 'DELETE', path: ['applications', KEY], answer: remove },
];

function list(call: GraphCall): GraphAnswer {
  const { caller, query, root, request } = call;
  demandApplicationRead(caller);
  const { tenant } = caller;
  const listed = listApplications(call, 'applications', (app) => ({
    ...applicationEntity(app, tenant),
    ...(query.expand !== undefined && { owners: expandedOwners(app) }),
  }));
  const address = `${root}/applications?${request.query}`;
  const context = `${root}/$metadata#applications`;
  return ok({ '@odata.context': context, ...pageOfListed(listed, query, address, FILTERABLE) });
}

/**
 * Twenty at the most.
 *
 * @see https://learn.microsoft.com/graph/query-parameters#expand
 */
function expandedOwners({ registration }: EntraApp): readonly object[] {
  return registration.owners.slice(0, 20).map((id) => ({ id }));
}

function get(call: GraphCall): GraphAnswer {
  demandApplicationRead(call.caller);
  const { seen } = findApplication(call);
  const withKeys = call.query.select?.includes('keyCredentials') ?? false;
  const entity = applicationEntity(seen, call.caller.tenant, { withKeys });
  return ok(selected({ ...contextOf(call), ...entity }, call.query));
}

/** By `uniqueName` also what creates, when the header says so. */
function update(call: GraphCall): GraphAnswer {
  const key = keyAt(call, 0);
  const mayCreate = prefers(call, 'create-if-missing') && key.property === 'uniqueName';
  const existing = named(call, key);
  if (mayCreate && (existing === undefined || existing.registration.deletedAt !== undefined)) {
    return create(call, key.value);
  }
  // No replica is asked whether a unique name is taken.
  const app = mayCreate ? existing : findApplication(call).app;
  if (app === undefined) throw notFound(key.value);
  const { caller, directory } = call;
  demandApplicationWrite(caller, app.registration.owners);
  const context = { tenant: caller.tenant, now: directory.now(), creating: false };
  change(call, app, 'application', () => writeApplication(app, call.body, context));
  return NO_CONTENT;
}

/** @see https://learn.microsoft.com/graph/api/application-upsert */
function prefers({ request }: GraphCall, preference: string): boolean {
  const preferences = (request.headers['prefer'] ?? '').split(',');
  return preferences.some((one) => one.trim().toLowerCase() === preference);
}

function create(call: GraphCall, uniqueName: string | undefined): GraphAnswer {
  const { caller, body, directory } = call;
  const { tenant } = caller;
  demandApplicationCreate(caller);
  readText(body['displayName'], 'displayName');
  checkUniqueName(call, uniqueName);
  checkQuota(caller);
  const now = directory.now();
  const owners = [caller.objectId];
  const registration = { owners, ...(uniqueName === undefined ? {} : { uniqueName }) };
  const app = new EntraApp({ createdAt: now, registration });
  app.registration.createdBy = caller.objectId;
  app.servicePrincipal = undefined;
  writeApplication(app, body, { tenant, now, creating: true });
  tenant.apps.push(app);
  directory.replication.written(app, 'application', undefined);
  return created({ ...contextOf(call), ...applicationEntity(app, tenant) });
}

function checkUniqueName({ caller }: GraphCall, uniqueName: string | undefined): void {
  if (uniqueName === undefined) return;
  if (uniqueName === '' || uniqueName.length > 128) {
    throw badRequest(
      "Invalid value specified for property 'uniqueName' of resource 'Application'.",
    );
  }
  const { deletedApps, rules } = caller.tenant;
  const taken =
    rules.deletedAppsHoldUniqueNames &&
    deletedApps.some((app) => app.registration.uniqueName === uniqueName);
  if (!taken) return;
  const message = 'Another object with the same value for property uniqueName already exists.';
  throw new GraphError(400, 'ObjectConflict', message, [
    { code: 'ObjectConflict', message, target: 'uniqueName' },
  ]);
}

/** Into the recycle bin, together with the service principal of the home tenant. */
function remove(call: GraphCall): GraphAnswer {
  const { app } = findApplication(call);
  const { caller, directory } = call;
  demandApplicationWrite(caller, app.registration.owners);
  const { apps, deletedApps } = caller.tenant;
  change(call, app, 'application', () => {
    app.registration.deletedAt = directory.now();
    apps.splice(apps.indexOf(app), 1);
    deletedApps.push(app);
  });
  return NO_CONTENT;
}

function contextOf({ root }: GraphCall): object {
  return { '@odata.context': `${root}/$metadata#applications/$entity` };
}
