import type { EntraApp } from '../entra/app.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import { keyCredentialsOf } from './key-credentials.ts';

/** Properties that applications can be looked up by. */
export const FILTERABLE: readonly string[] = [
  'id',
  'appId',
  'displayName',
  'uniqueName',
  'tags',
  'identifierUris',
  'signInAudience',
  'createdDateTime',
];

/**
 * An application as Graph shows it.
 *
 * @see https://learn.microsoft.com/graph/api/resources/application
 */
export function applicationEntity(
  app: EntraApp,
  tenant: EntraTenant,
  { withKeys = false }: { readonly withKeys?: boolean } = {},
): Readonly<Record<string, unknown>> {
  const { registration } = app;
  const { others } = registration;
  return {
    ...others,
    id: registration.objectId,
    deletedDateTime: registration.deletedAt?.toISOString() ?? null,
    appId: app.clientId,
    createdDateTime: registration.createdAt.toISOString(),
    displayName: app.displayName,
    description: others['description'] ?? null,
    identifierUris: [...app.appIdUris],
    isFallbackPublicClient: app.isPublicClient ? true : null,
    notes: registration.notes,
    publisherDomain: tenant.domains[0] ?? null,
    signInAudience: registration.signInAudience,
    tags: [...registration.tags],
    uniqueName: registration.uniqueName,
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      preAuthorizedApplications: [],
      ...(others['api'] as object | undefined),
      requestedAccessTokenVersion: app.requestedAccessTokenVersion,
      oauth2PermissionScopes: registration.permissionScopes,
    },
    appRoles: registration.appRoles,
    keyCredentials: keyCredentialsOf(app, withKeys),
    passwordCredentials: registration.passwordCredentials.map((password) => ({
      ...password,
      customKeyIdentifier: null,
      secretText: null,
    })),
    publicClient: { redirectUris: [...app.redirectUris] },
    requiredResourceAccess: others['requiredResourceAccess'] ?? [],
  };
}
