import type { EntraApp } from '../entra/app.ts';
import type { AppRoleAssignment } from '../entra/app-role.ts';
import type { EntraTenant } from '../entra/tenant.ts';

/** Somebody who can be given a role. */
interface Principal {
  readonly type: AppRoleAssignment['principalType'];
  readonly displayName: string;
}

export function findPrincipal(tenant: EntraTenant, id: string): Principal | undefined {
  const person = tenant.people.find(({ objectId }) => objectId === id);
  if (person !== undefined) return { type: 'User', displayName: person.displayName };
  const group = tenant.groups.find(({ objectId }) => objectId === id);
  if (group !== undefined) return { type: 'Group', displayName: group.displayName };
  const app = findResource(tenant, id);
  return app && { type: 'ServicePrincipal', displayName: app.displayName };
}

/** The app whose service principal has this ID, Graph itself among them. */
export function findResource(tenant: EntraTenant, id: string): EntraApp | undefined {
  const apps = [tenant.graph, ...tenant.apps];
  return apps.find(({ servicePrincipal }) => servicePrincipal?.objectId === id);
}
