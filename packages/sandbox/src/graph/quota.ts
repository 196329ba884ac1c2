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
  const made = [...apps, ...deletedApps].filter(
    ({ registration }) => registration.createdBy === caller.objectId,
  );
  const objects = made.reduce((count, app) => count + (app.servicePrincipal ? 2 : 1), 0);
  if (objects >= rules.objectQuota) throw quotaExceeded();
}
