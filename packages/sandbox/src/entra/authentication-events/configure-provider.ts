import { randomUUID } from 'node:crypto';
import type { EntraApp } from '../app.ts';
import type { EntraTenant, StoredObject } from '../tenant.ts';
import type { ClaimsProvider } from './claims-provider.ts';
import { EXTENSIONS, LISTENERS, MAPPING_POLICIES } from './configured-provider.ts';

/** Gives an application a claims provider, as Graph's objects say it. */
export function configureClaimsProvider(
  tenant: EntraTenant,
  client: EntraApp,
  { targetUrl, resourceId, timeoutInMilliseconds = 2000, maximumRetries = 1 }: ClaimsProvider,
): void {
  const extension = store(tenant, EXTENSIONS, {
    '@odata.type': '#microsoft.graph.onTokenIssuanceStartCustomExtension',
    displayName: 'claims-provider',
    endpointConfiguration: { targetUrl },
    authenticationConfiguration: { resourceId },
    clientConfiguration: { timeoutInMilliseconds, maximumRetries },
  });
  store(tenant, LISTENERS, {
    '@odata.type': '#microsoft.graph.onTokenIssuanceStartListener',
    conditions: { applications: { includeApplications: [{ appId: client.clientId }] } },
    handler: { customExtension: { id: extension.id } },
  });
}

/** Assigns a claims mapping policy to an application, which accepts it unless it is said that it does not. */
export function mapClaims(
  tenant: EntraTenant,
  { registration, servicePrincipal }: EntraApp,
  definition: string,
  acceptMappedClaims = true,
): void {
  const policy = store(tenant, MAPPING_POLICIES, {
    displayName: 'aws',
    definition: [definition],
  });
  if (servicePrincipal !== undefined) servicePrincipal.claimsMappingPolicies = [policy.id];
  registration.others = { ...registration.others, api: { acceptMappedClaims } };
}

function store(
  { stored }: EntraTenant,
  collection: string,
  properties: Readonly<Record<string, unknown>>,
): StoredObject {
  const made = { ...properties, id: randomUUID() };
  stored.set(collection, [...(stored.get(collection) ?? []), made]);
  return made;
}
