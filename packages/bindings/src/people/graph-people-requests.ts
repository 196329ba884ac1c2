import type { GraphRequest } from '../entra-directory/graph-client.ts';
import type { Permission } from '../entra-directory/graph-failure.ts';
import type { SignIn } from './people-application.ts';
import type { WantedExtension } from './people-directory.ts';

export const POLICIES = '/policies/claimsMappingPolicies';
export const EXTENSIONS = '/identity/customAuthenticationExtensions';
export const LISTENERS = '/identity/authenticationEventListeners';
export const LISTENER = '#microsoft.graph.onTokenIssuanceStartListener';

export function get(asking: string, needs: Permission, path: string): GraphRequest {
  return { asking, needs, method: 'GET', path };
}

export function principalPath(id: string): string {
  return `/servicePrincipals/${encodeURIComponent(id)}`;
}

export function assignmentsPath(servicePrincipalId: string): string {
  return `${principalPath(servicePrincipalId)}/appRoleAssignedTo`;
}

export function assignedPath(servicePrincipalId: string): string {
  return `${principalPath(servicePrincipalId)}/claimsMappingPolicies`;
}

/** @see https://learn.microsoft.com/graph/api/resources/customextensionclientconfiguration */
export function extensionBody({
  targetUrl,
  resourceId,
  claims,
  timeoutMs,
}: WantedExtension): object {
  return {
    '@odata.type': '#microsoft.graph.onTokenIssuanceStartCustomExtension',
    endpointConfiguration: {
      '@odata.type': '#microsoft.graph.httpRequestEndpoint',
      targetUrl,
    },
    authenticationConfiguration: {
      '@odata.type': '#microsoft.graph.azureAdTokenAuthentication',
      resourceId,
    },
    clientConfiguration: { timeoutInMilliseconds: timeoutMs, maximumRetries: 1 },
    claimsForTokenConfiguration: claims.map((claim) => ({ claimIdInApiResponse: claim })),
  };
}

/** @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartlistener */
export function listenerBody(clientId: string, extensionId: string): object {
  return {
    '@odata.type': LISTENER,
    conditions: { applications: { includeApplications: [{ appId: clientId }] } },
    handler: {
      '@odata.type': '#microsoft.graph.onTokenIssuanceStartCustomExtensionHandler',
      customExtension: { id: extensionId },
    },
  };
}

/** @see https://learn.microsoft.com/graph/api/resources/application */
export function signInBody({
  redirectUris,
  isPublicClient,
  acceptsMappedClaims,
  appRoles,
}: Partial<SignIn>): object {
  return {
    ...(redirectUris && { publicClient: { redirectUris } }),
    ...(isPublicClient !== undefined && { isFallbackPublicClient: isPublicClient }),
    ...(acceptsMappedClaims !== undefined && { api: { acceptMappedClaims: acceptsMappedClaims } }),
    ...(appRoles && { appRoles: appRoles.map((one) => ({ ...one, value: one.value ?? null })) }),
  };
}
