import type { EntraApp } from '../entra/app.ts';
import { type FoundApplication, seenBy } from './application-lookup.ts';
import { type GraphCall, keyAt } from './call.ts';
import { GraphError, notFound } from './graph-error.ts';
import type { ObjectKey } from './resource-path.ts';

/**
 * The app whose service principal a path names.
 *
 * @throws GraphError when there is none, or not yet
 */
export function findServicePrincipal(call: GraphCall, index = 0): FoundApplication {
  const key = keyAt(call, index);
  const { tenant } = call.caller;
  const candidates = [tenant.graph, ...tenant.apps, ...tenant.deletedApps];
  for (const app of candidates) {
    if (!mayBe(app, key)) continue;
    const seen = seenBy(call, app, 'service principals');
    if (seen !== undefined && isNamed(seen, key)) return { app, seen };
  }
  throw notFound(key.value);
}

/** One that was deleted may still be seen, and is known by its app. */
function mayBe(app: EntraApp, key: ObjectKey): boolean {
  return app.servicePrincipal === undefined || isNamed(app, key);
}

function isNamed(app: EntraApp, { property, value }: ObjectKey): boolean {
  if (app.servicePrincipal === undefined) return false;
  if (property === 'id') return app.servicePrincipal.objectId === value.toLowerCase();
  if (property === 'appId') return app.clientId === value.toLowerCase();
  throw new GraphError(400, 'BadRequest', `'${property}' is no key of a service principal.`);
}

/** Whoever owns the application may write its service principal too. */
export function ownersOf({ registration, servicePrincipal }: EntraApp): readonly string[] {
  return [...registration.owners, ...(servicePrincipal?.owners ?? [])];
}
