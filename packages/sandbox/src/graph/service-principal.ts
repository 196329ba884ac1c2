import type { EntraApp } from '../entra/app.ts';
import type { EntraTenant } from '../entra/tenant.ts';

/** Properties that service principals can be looked up by. */
export const FILTERABLE: readonly string[] = [
  'id',
  'appId',
  'displayName',
  'servicePrincipalNames',
  'servicePrincipalType',
  'tags',
];

/**
 * A service principal as Graph shows it.
 *
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export function servicePrincipalEntity(
  app: EntraApp,
  tenant: EntraTenant,
): Readonly<Record<string, unknown>> {
  const { servicePrincipal, registration } = app;
  if (servicePrincipal === undefined) throw new Error('the app has no service principal');
  return {
    ...servicePrincipal.others,
    id: servicePrincipal.objectId,
    deletedDateTime: null,
    accountEnabled: app.enabled,
    appDisplayName: app.displayName,
    appId: app.clientId,
    appOwnerOrganizationId: tenant.id,
    appRoleAssignmentRequired: app.assigned !== undefined,
    displayName: app.displayName,
    notes: servicePrincipal.notes,
    servicePrincipalNames: [...app.appIdUris, app.clientId],
    servicePrincipalType: 'Application',
    signInAudience: registration.signInAudience,
    tags: [...servicePrincipal.tags],
    appRoles: registration.appRoles,
    oauth2PermissionScopes: registration.permissionScopes,
    keyCredentials: [],
    passwordCredentials: [],
  };
}
