import type { AppRoleAssignment } from '../entra/app-role.ts';
import type { EntraTenant } from '../entra/tenant.ts';

/** What applications may do in Graph, as assignments of its app roles: that is what consent makes. */
export function consentedPermissions(tenant: EntraTenant): readonly AppRoleAssignment[] {
  const { assignedRoles, registration, servicePrincipalObjectId: resourceId } = tenant.graph;
  return Object.entries(assignedRoles).flatMap(([clientId, permissions]) => {
    const app = tenant.apps.find((one) => one.clientId === clientId);
    const principalId = app?.servicePrincipalObjectId;
    if (principalId === undefined) return [];
    return registration.appRoles
      .filter(({ value }) => value !== null && permissions.includes(value))
      .map(({ id }) => ({
        id: Buffer.from(`${principalId} ${id}`).toString('base64url'),
        ...{ principalId, principalType: 'ServicePrincipal' as const },
        ...{ resourceId, appRoleId: id, createdAt: new Date(0) },
      }));
  });
}
