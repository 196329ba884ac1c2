import type { EntraApp } from '../app.ts';
import type { EntraTenant, StoredObject } from '../tenant.ts';
import type { ClaimsProvider, ProvidedClaim } from './claims-provider.ts';

/** Collections of Graph, by which the tenant keeps what was written there. */
export const EXTENSIONS = 'identity/customAuthenticationExtensions';
export const LISTENERS = 'identity/authenticationEventListeners';
export const MAPPING_POLICIES = 'policies/claimsMappingPolicies';

/**
 * The claims provider that a listener of the tenant names for an application.
 *
 * @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartlistener
 */
export function claimsProviderOf(
  { clientId }: EntraApp,
  tenant: EntraTenant,
): ClaimsProvider | undefined {
  const listener = storedIn(tenant, LISTENERS).find((one) => {
    const applications = at(one, 'conditions', 'applications', 'includeApplications');
    const isFor = (application: unknown) => at(application, 'appId') === clientId;
    const type = String(one['@odata.type']);
    return (
      type.endsWith('onTokenIssuanceStartListener') &&
      Array.isArray(applications) &&
      applications.some(isFor)
    );
  });
  const id = at(listener, 'handler', 'customExtension', 'id');
  const extension = storedIn(tenant, EXTENSIONS).find((one) => one.id === id);
  if (extension === undefined) return undefined;
  const timeout = at(extension, 'clientConfiguration', 'timeoutInMilliseconds');
  return {
    targetUrl: String(at(extension, 'endpointConfiguration', 'targetUrl')),
    resourceId: String(at(extension, 'authenticationConfiguration', 'resourceId')),
    ...(typeof timeout === 'number' && { timeoutInMilliseconds: timeout }),
    maximumRetries: at(extension, 'clientConfiguration', 'maximumRetries') === 0 ? 0 : 1,
  };
}

/** What the claims mapping policy of an application takes of a claims provider; undefined without a policy. */
export function mappingOf(
  { servicePrincipal }: EntraApp,
  tenant: EntraTenant,
): readonly ProvidedClaim[] | undefined {
  const [id] = servicePrincipal?.claimsMappingPolicies ?? [];
  const policy = storedIn(tenant, MAPPING_POLICIES).find((one) => one.id === id);
  if (policy === undefined) return undefined;
  const [definition] = policy['definition'] as readonly string[];
  const schema = at(JSON.parse(definition ?? '{}'), 'ClaimsMappingPolicy', 'ClaimsSchema');
  if (!Array.isArray(schema)) return [];
  return schema
    .filter((entry) => at(entry, 'Source') === 'CustomClaimsProvider')
    .map((entry) => ({
      id: String(at(entry, 'ID')),
      jwtClaimType: String(at(entry, 'JwtClaimType') ?? at(entry, 'ID')),
    }));
}

export function acceptsMappedClaims({ registration }: EntraApp): boolean {
  return at(registration.others, 'api', 'acceptMappedClaims') === true;
}

function storedIn({ stored }: EntraTenant, collection: string): readonly StoredObject[] {
  return stored.get(collection) ?? [];
}

function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (object, name) =>
      typeof object === 'object' && object !== null
        ? (object as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}
