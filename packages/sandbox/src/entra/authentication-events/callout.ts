import type { SignedIn } from '../people/personal-grants.ts';

/**
 * What Entra tells a claims provider of a sign-in.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#request-to-the-rest-api
 */
export function calloutOf(
  { tenant, client, person }: Pick<SignedIn, 'tenant' | 'client' | 'person'>,
  correlationId: string,
): Record<string, unknown> {
  const application = {
    id: client.servicePrincipalObjectId,
    appId: client.clientId,
    appDisplayName: client.displayName,
    displayName: client.displayName,
  };
  return {
    type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
    source: `/tenants/${tenant.id}/applications/${client.clientId}`,
    data: {
      '@odata.type': 'microsoft.graph.onTokenIssuanceStartCalloutData',
      tenantId: tenant.id,
      authenticationEventListenerId: crypto.randomUUID(),
      customAuthenticationExtensionId: crypto.randomUUID(),
      authenticationContext: {
        correlationId,
        client: { ip: '127.0.0.1', locale: 'en-us', market: 'en-us' },
        protocol: 'OAUTH2.0',
        clientServicePrincipal: application,
        resourceServicePrincipal: application,
        user: {
          createdDateTime: '2016-03-01T15:23:40Z',
          displayName: person.displayName,
          id: person.objectId,
          mail: person.userPrincipalName,
          userPrincipalName: person.userPrincipalName,
          userType: 'Member',
        },
      },
    },
  };
}
