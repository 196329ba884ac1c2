import type { EntraApp } from '../entra/app.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import { badRequest, GraphError } from './graph-error.ts';

/**
 * Checks identifier URIs that an app is to have; those that it has already are not looked at again.
 *
 * @throws GraphError
 * @see https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
 */
export function checkIdentifierUris(
  uris: readonly string[],
  app: EntraApp,
  tenant: EntraTenant,
): void {
  for (const uri of uris) {
    if (app.appIdUris.includes(uri)) continue;
    checkForm(uri, app, tenant);
    checkFree(uri, app, tenant);
  }
}

function checkForm(uri: string, app: EntraApp, tenant: EntraTenant): void {
  const defaults = [`api://${app.clientId}`, `api://${tenant.id}/${app.clientId}`];
  if (defaults.includes(uri)) return;
  if (!URL.canParse(uri)) {
    throw badRequest(
      "Invalid value specified for property 'identifierUris' of resource 'Application'.",
    );
  }
  // The tenant's rules are for apps with v1.0 tokens.
  if (app.requestedAccessTokenVersion === 2) return;
  if (!tenant.rules.nonDefaultIdentifierUrisAllowed) throw notDefault(uri);
  const { host, pathname } = new URL(uri);
  const named = [host, ...pathname.split('/')];
  const verified = tenant.domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
  if (verified || named.includes(app.clientId) || named.includes(tenant.id)) return;
  throw refused(
    'InvalidUniqueTenantIdentifierAsPerAppPolicy',
    `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
  );
}

/**
 * An app in the recycle bin keeps its URIs.
 *
 * @see https://github.com/Azure/go-autorest/issues/308 for the words
 */
function checkFree(uri: string, app: EntraApp, tenant: EntraTenant): void {
  const hasIt = (other: EntraApp) => other !== app && other.appIdUris.includes(uri);
  if (!tenant.apps.some(hasIt) && !tenant.deletedApps.some(hasIt)) return;
  throw refused(
    'ObjectConflict',
    'Another object with the same value for property identifierUris already exists.',
  );
}

/** The words are documented, the code is not. */
function notDefault(uri: string): GraphError {
  return refused(
    'InvalidNonDefaultUriAsPerAppPolicy',
    `The newly added URI ${uri} must comply with the format 'api://{appId}' or 'api://{tenantId}/{appId}' as per the default app management policy of your organization. If the requestedAccessTokenVersion is set to 2, this restriction may not apply. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
  );
}

function refused(code: string, message: string): GraphError {
  return new GraphError(400, code, message, [{ code, message, target: 'identifierUris' }]);
}
