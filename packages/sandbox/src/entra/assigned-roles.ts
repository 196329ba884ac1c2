import type { EntraApp } from './app.ts';
import type { EntraPerson } from './people/person.ts';
import type { EntraTenant } from './tenant.ts';

/** What a token's `roles` says: the roles that a client was assigned for itself. */
export function rolesOf(
  client: EntraApp,
  resource: EntraApp,
  { appRoleAssignments }: EntraTenant,
): readonly string[] {
  const assigned = appRoleAssignments
    .filter(
      ({ principalId, resourceId }) =>
        principalId === client.servicePrincipalObjectId &&
        resourceId === resource.servicePrincipalObjectId,
    )
    .flatMap(({ appRoleId }) => {
      const role = resource.registration.appRoles.find(({ id }) => id === appRoleId);
      return role?.isEnabled && role.value !== null ? [role.value] : [];
    });
  return [...new Set([...(resource.assignedRoles[client.clientId] ?? []), ...assigned])];
}

/**
 * Whether an app that requires assignment lets a person in, who may have it by a group too, but not by a group
 * within a group.
 *
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
 */
export function maySignIn(person: EntraPerson, app: EntraApp, tenant: EntraTenant): boolean {
  if (app.assigned === undefined || app.assigned.has(person.objectId)) return true;
  const groups = tenant.groups.filter(({ members }) => members.includes(person));
  const ids = [person, ...groups].map(({ objectId }) => objectId);
  return tenant.appRoleAssignments.some(
    ({ principalId, resourceId }) =>
      resourceId === app.servicePrincipalObjectId && ids.includes(principalId),
  );
}
