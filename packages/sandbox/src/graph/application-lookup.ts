import type { EntraApp } from '../entra/app.ts';
import type { Reader } from '../entra/replication.ts';
import type { GraphCall } from './call.ts';
import { keyAt } from './call.ts';
import { GraphError, notFound } from './graph-error.ts';
import type { Listed } from './odata-page.ts';
import type { Entity } from './odata-query.ts';
import type { ObjectKey } from './resource-path.ts';

/** One application, as it is and as a replica shows it. */
export interface FoundApplication {
  readonly app: EntraApp;
  readonly seen: EntraApp;
}

/**
 * The application that a path names.
 *
 * @throws GraphError when there is none, or not yet
 */
export function findApplication(call: GraphCall, index = 0): FoundApplication {
  const key = keyAt(call, index);
  const app = named(call, key);
  const seen = app && seenBy(call, app, 'applications');
  if (app === undefined || seen === undefined) throw notFound(key.value);
  return { app, seen };
}

/** The application in all truth, whether it has got round or not. */
export function named({ caller }: GraphCall, { property, value }: ObjectKey): EntraApp | undefined {
  const { apps, deletedApps } = caller.tenant;
  const isNamed = naming(property, value);
  // A deleted one is still there for who has not heard of it.
  return apps.find(isNamed) ?? deletedApps.find(isNamed);
}

function naming(property: string, value: string): (app: EntraApp) => boolean {
  const id = value.toLowerCase();
  switch (property) {
    case 'id':
      return ({ registration }) => registration.objectId === id;
    case 'appId':
      return ({ clientId }) => clientId === id;
    case 'uniqueName':
      return ({ registration }) => registration.uniqueName === value;
    default:
      throw new GraphError(400, 'BadRequest', `'${property}' is no key of an application.`);
  }
}

export function seenBy(
  { directory }: Pick<GraphCall, 'directory'>,
  app: EntraApp,
  reader: Reader,
): EntraApp | undefined {
  const seen = directory.replication.seen(app, reader);
  return seen?.registration.deletedAt === undefined ? seen : undefined;
}

/** Every application of the tenant, to be looked at by this reader one by one. */
export function listApplications(
  call: GraphCall,
  reader: Reader,
  entityOf: (app: EntraApp) => Entity | undefined,
): readonly Listed[] {
  const { apps, deletedApps } = call.caller.tenant;
  const entity = (app: EntraApp) => {
    const seen = seenBy(call, app, reader);
    return seen && entityOf(seen);
  };
  return [...apps, ...deletedApps]
    .map((app) => ({ place: app.registration.number, entity: () => entity(app) }))
    .sort((one, other) => one.place - other.place);
}
