/** @see https://learn.microsoft.com/graph/api/resources/approle */
export interface AppRole {
  readonly id: string;
  /** What a token's `roles` says. */
  readonly value: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly allowedMemberTypes: readonly string[];
}

/** @see https://learn.microsoft.com/graph/api/resources/permissionscope */
export interface PermissionScope {
  readonly id: string;
  readonly value: string | null;
  readonly [property: string]: unknown;
}

/**
 * Somebody who has a role of an application.
 *
 * @see https://learn.microsoft.com/graph/api/resources/approleassignment
 */
export interface AppRoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal';
  /** The service principal whose role it is. */
  readonly resourceId: string;
  readonly appRoleId: string;
  readonly createdAt: Date;
}

/** Of an assignment to an application as such, with none of its roles. */
export const NO_ROLE = '00000000-0000-0000-0000-000000000000';
