import { AUTHENTICATION_EVENTS } from '@entra-aws-creds/claims-provider';
import { nodePlatform, type Platform } from '@entra-aws-creds/core/azure';
import type { PersonScenario, Sandbox } from '@entra-aws-creds/sandbox';

/** The API as Entra knows it: the audience of the tokens with which it calls. */
export const API = {
  clientId: '7c4f6f3e-1111-4222-8333-444455556666',
  hostName: 'claims.example',
  appIdUri: 'api://claims.example/7c4f6f3e-1111-4222-8333-444455556666',
};

/** The claims of the token with which Entra calls, in either version. */
export function callerClaims(
  sandbox: Sandbox,
  tenant: { readonly id: string },
  version: 1 | 2 = 2,
): Record<string, unknown> {
  const now = Math.floor(sandbox.entra.now().getTime() / 1000);
  return {
    iss: sandbox.entra.issuer(tenant, version),
    aud: version === 2 ? API.clientId : API.appIdUri,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    tid: tenant.id,
    ver: `${version}.0`,
    sub: 'f3a1d1c2-0000-4000-8000-000000000000',
    [version === 2 ? 'azp' : 'appid']: AUTHENTICATION_EVENTS,
  };
}

/** The real platform, to which the sandbox's certificates are good. */
export function platformIn(
  sandbox: Sandbox,
  environment: Record<string, string | undefined> = {},
): Platform {
  const platform = nodePlatform(environment);
  const trustedFiles = [{ setBy: 'the test', certificates: [sandbox.caPem] }];
  return {
    ...platform,
    clock: { now: () => sandbox.entra.now() },
    openNetwork: (route, limits) => platform.openNetwork({ ...route, trustedFiles }, limits),
  };
}

/** The callout of somebody who signs in, as Entra sends it; `changed` replaces parts of its data. */
export function calloutBody(
  { tenant, client, person }: Pick<PersonScenario, 'tenant' | 'client' | 'person'>,
  changed: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
    source: `/tenants/${tenant.id}/applications/${client.clientId}`,
    data: {
      '@odata.type': 'microsoft.graph.onTokenIssuanceStartCalloutData',
      tenantId: tenant.id,
      authenticationContext: {
        correlationId: crypto.randomUUID(),
        clientServicePrincipal: {
          id: client.servicePrincipalObjectId,
          appId: client.clientId,
        },
        user: { id: person.objectId, userPrincipalName: person.userPrincipalName },
        ...changed,
      },
    },
  });
}

/** The header with which Entra calls a provider. */
export async function callerHeader(
  sandbox: Sandbox,
  tenant: { readonly id: string },
  api: { readonly clientId: string },
): Promise<string> {
  const claims = { ...callerClaims(sandbox, tenant), aud: api.clientId };
  return `Bearer ${await sandbox.entra.signingKey.sign(claims)}`;
}
