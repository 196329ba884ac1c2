import type { EntraApp } from '../entra/app.ts';
import { applicationEntity, FILTERABLE } from './application.ts';
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  keyAt,
  NO_CONTENT,
  ok,
} from './call.ts';
import { badRequest, notFound } from './graph-error.ts';
import { pageOf } from './odata-page.ts';
import { selected } from './odata-query.ts';
import { demandApplicationRead, demandApplicationWrite } from './permissions.ts';
import { KEY } from './resource-path.ts';

const BIN = ['directory', 'deletedItems'] as const;
const APPLICATIONS = 'microsoft.graph.application';

/** @see https://learn.microsoft.com/graph/api/resources/directory */
export const DELETED_ITEM_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: [...BIN, APPLICATIONS], answer: list },
  { method: 'GET', path: [...BIN, KEY], answer: get },
  { method: 'POST', path: [...BIN, KEY, 'restore'], answer: restore },
  { method: 'DELETE', path: [...BIN, KEY], answer: purge },
];

function list({ caller, query, root, request }: GraphCall): GraphAnswer {
  demandApplicationRead(caller);
  const { tenant } = caller;
  const entities = tenant.deletedApps.map((app) => applicationEntity(app, tenant));
  const address = `${root}/${BIN.join('/')}/${APPLICATIONS}?${request.query}`;
  return ok(pageOf(entities, query, address, FILTERABLE));
}

function get(call: GraphCall): GraphAnswer {
  demandApplicationRead(call.caller);
  return ok(selected(deletedEntity(call, demanded(call)), call.query));
}

/** The service principal comes back with its application. */
function restore(call: GraphCall): GraphAnswer {
  const app = demanded(call);
  const { caller, directory } = call;
  demandApplicationWrite(caller, app.registration.owners);
  const { apps, deletedApps } = caller.tenant;
  const before = app.snapshot();
  app.registration.deletedAt = undefined;
  deletedApps.splice(deletedApps.indexOf(app), 1);
  apps.push(app);
  directory.replication.written(app, 'application', before);
  return ok(deletedEntity(call, app));
}

function purge(call: GraphCall): GraphAnswer {
  const app = demanded(call);
  const { caller } = call;
  demandApplicationWrite(caller, app.registration.owners);
  const { deletedApps, rules } = caller.tenant;
  // Nobody has shown the words.
  if (!rules.purgeAllowed) throw badRequest('The object is protected from permanent deletion.');
  if (isApplication(app, keyAt(call, 0).value)) deletedApps.splice(deletedApps.indexOf(app), 1);
  else app.servicePrincipal = undefined;
  return NO_CONTENT;
}

/** By its own ID or by that of its service principal, which was deleted along with it. */
function demanded(call: GraphCall): EntraApp {
  const { value } = keyAt(call, 0);
  const found = call.caller.tenant.deletedApps.find(
    (app) => isApplication(app, value) || app.servicePrincipal?.objectId === value,
  );
  if (found !== undefined) return found;
  throw notFound(value);
}

function isApplication({ registration }: EntraApp, id: string): boolean {
  return registration.objectId === id;
}

function deletedEntity({ caller, root }: GraphCall, app: EntraApp) {
  return {
    '@odata.context': `${root}/$metadata#directoryObjects/$entity`,
    '@odata.type': `#${APPLICATIONS}`,
    ...applicationEntity(app, caller.tenant),
  };
}
