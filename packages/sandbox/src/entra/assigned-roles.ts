import type { EntraApp } from './app.ts';
import type { AppRoleAssignment } from './app-role.ts';
import type { EntraPerson } from './people/person.ts';
import type { EntraTenant } from './tenant.ts';

/** What a token's `roles` says: the roles that a client was assigned for itself. */
export function rolesOf(
  client: EntraApp,
  resource: EntraApp,
  { appRoleAssignments }: EntraTenant,
): readonly string[] {
  const assigned = appRoleAssignments.filter(
    ({ principalId, resourceId }) =>
      principalId === client.servicePrincipalObjectId &&
      resourceId === resource.servicePrincipalObjectId,
  );
  const set = resource.assignedRoles[client.clientId] ?? [];
  return [...new Set([...set, ...valuesOf(assigned, resource)])];
}

/** What an ID token's `roles` says. */
export function rolesOfPerson(
  person: EntraPerson,
  app: EntraApp,
  tenant: EntraTenant,
): readonly string[] {
  return [...new Set(valuesOf(assignmentsOf(person, app, tenant), app))];
}

function valuesOf(
  assignments: readonly AppRoleAssignment[],
  { registration }: EntraApp,
): readonly string[] {
  return assignments.flatMap(({ appRoleId }) => {
    const role = registration.appRoles.find(({ id }) => id === appRoleId);
    return role?.isEnabled && role.value !== null ? [role.value] : [];
  });
}

/**
 * Whether an app that requires assignment lets a person in, who may have it by a group too, but not by a group
 * within a group.
 *
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
 */
export function maySignIn(person: EntraPerson, app: EntraApp, tenant: EntraTenant): boolean {
  if (app.assigned === undefined || app.assigned.has(person.objectId)) return true;
  return assignmentsOf(person, app, tenant).length > 0;
}

function assignmentsOf(
  person: EntraPerson,
  app: EntraApp,
  { groups, appRoleAssignments }: EntraTenant,
): readonly AppRoleAssignment[] {
  const own = groups.filter(({ members }) => members.includes(person));
  const ids = [person, ...own].map(({ objectId }) => objectId);
  return appRoleAssignments.filter(
    ({ principalId, resourceId }) =>
      resourceId === app.servicePrincipalObjectId && ids.includes(principalId),
  );
}
