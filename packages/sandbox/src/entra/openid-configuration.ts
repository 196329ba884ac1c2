import { ENTRA_CLOUDS } from './clouds.ts';
import type { EntraDirectory } from './directory.ts';
import type { EntraTenant } from './tenant.ts';

/**
 * The provider metadata: endpoints under the address that was called, and the issuer as the
 * tokens spell it.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
 */
export function openIdConfiguration(
  directory: EntraDirectory,
  tenant: EntraTenant,
  version: 1 | 2,
  origin: string,
): Record<string, unknown> {
  const base = `${origin}/${tenant.id}`;
  const oauth = version === 2 ? `${base}/oauth2/v2.0` : `${base}/oauth2`;
  const keys = version === 2 ? `${base}/discovery/v2.0/keys` : `${origin}/common/discovery/keys`;
  const cloud = ENTRA_CLOUDS[directory.cloud];
  return {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
    jwks_uri: keys,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: directory.issuer(tenant, version),
    request_uri_parameter_supported: false,
    authorization_endpoint: `${oauth}/authorize`,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'ver'],
    tenant_region_scope: 'EU',
    cloud_instance_name: cloud.instanceName,
    msgraph_host: cloud.graphHost,
  };
}
