import { randomUUID } from 'node:crypto';
import type { EntraDirectory } from '../directory.ts';
import type { EntraTenant } from '../tenant.ts';
import { type ClaimsProvider, CustomExtensionError } from './claims-provider.ts';

/** "Azure Active Directory Authentication Extensions", as which Entra calls. */
const AUTHENTICATION_EXTENSIONS = '99045fe1-7639-4a75-9d4a-577b6ca3810f';

/**
 * The token with which Entra calls a provider.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-extension-overview#protect-your-rest-api
 *
 * @throws CustomExtensionError for a provider that is not registered as it must be
 */
export async function providerToken(
  directory: EntraDirectory,
  { targetUrl, resourceId }: ClaimsProvider,
  tenant: EntraTenant,
): Promise<string> {
  if (!URL.canParse(targetUrl) || new URL(targetUrl).protocol !== 'https:') {
    throw new CustomExtensionError(1003020, 'CustomExtensionIncorrectTargetUrlFormat');
  }
  const [, host, clientId = ''] = /^api:\/\/([^/]+)\/([\da-f-]{36})$/i.exec(resourceId) ?? [];
  if (host === undefined) {
    throw new CustomExtensionError(1003014, 'CustomExtensionIncorrectResourceIdFormat');
  }
  if (host !== new URL(targetUrl).hostname) {
    throw new CustomExtensionError(1003015, 'CustomExtensionDomainNameDoesNotMatch');
  }
  const api = tenant.findClient(clientId);
  if (api?.servicePrincipal === undefined || !api.appIdUris.includes(resourceId)) {
    throw new CustomExtensionError(1003016, 'CustomExtensionResourceServicePrincipalNotFound');
  }
  const version = api.requestedAccessTokenVersion === 2 ? 2 : 1;
  const now = Math.floor(directory.now().getTime() / 1000);
  const id = randomUUID();
  const token = await directory.signingKey.sign({
    iss: directory.issuer(tenant, version),
    aud: version === 2 ? api.clientId : resourceId,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    [version === 2 ? 'azp' : 'appid']: AUTHENTICATION_EXTENSIONS,
    [version === 2 ? 'azpacr' : 'appidacr']: '2',
    oid: id,
    sub: id,
    tid: tenant.id,
    ver: `${version}.0`,
  });
  directory.issuedTokens.push(token);
  return token;
}
