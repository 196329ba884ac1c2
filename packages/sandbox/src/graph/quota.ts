import type { EntraApp } from '../entra/app.ts';
import type { GraphCaller } from './caller.ts';
import { quotaExceeded } from './graph-error.ts';
import { administers } from './permissions.ts';

/**
 * Checks that the caller may make one more object. What lies in the recycle bin counts too.
 *
 * @throws GraphError `Directory_QuotaExceeded`
 * @see https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
 */
export function checkQuota(caller: GraphCaller): void {
  const { apps, deletedApps, rules } = caller.tenant;
  if (administers(caller)) return;
  const objects = objectsOf(caller, apps) + objectsOf(caller, deletedApps);
  if (objects >= rules.objectQuota) throw quotaExceeded();
}

function objectsOf({ objectId }: GraphCaller, apps: readonly EntraApp[]): number {
  let count = 0;
  for (const { registration, servicePrincipal } of apps) {
    if (registration.createdBy === objectId) count += servicePrincipal === undefined ? 1 : 2;
  }
  return count;
}
