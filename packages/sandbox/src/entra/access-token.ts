import { randomBytes } from 'node:crypto';
import type { EntraApp } from './app.ts';
import { rolesOf } from './assigned-roles.ts';
import type { EntraDirectory } from './directory.ts';
import type { EntraTenant } from './tenant.ts';
import { issuerClaims } from './token-answer.ts';

interface IssuedToken {
  readonly accessToken: string;
  readonly expiresIn: number;
}

interface TokenGrant {
  readonly tenant: EntraTenant;
  readonly client: EntraApp;
  readonly resource: EntraApp;
  /** The resource as the scope named it. */
  readonly requestedResource: string;
}

/**
 * An app-only access token. The resource's registration decides the version, the endpoint does
 * not.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export async function issueAccessToken(
  directory: EntraDirectory,
  grant: TokenGrant,
): Promise<IssuedToken> {
  const { tenant, client, resource } = grant;
  const version = resource.requestedAccessTokenVersion === 2 ? 2 : 1;
  const now = Math.floor(directory.now().getTime() / 1000);
  const expiresIn = directory.nextTokenLifetime();
  const roles = rolesOf(client, resource, tenant);
  const claims = {
    ...resource.mappedClaims,
    aud: version === 2 ? resource.clientId : grant.requestedResource,
    ...issuerClaims(directory, tenant, version),
    exp: now + expiresIn,
    aio: randomBytes(24).toString('base64'),
    ...clientClaims(version, client.clientId),
    idp: directory.issuer(tenant, 1),
    idtyp: 'app',
    oid: client.servicePrincipalObjectId,
    ...(roles.length > 0 ? { roles } : {}),
    sub: client.servicePrincipalObjectId,
  };
  const header: Record<string, string> = version === 1 ? { x5t: directory.signingKey.keyId } : {};
  const accessToken = await directory.signingKey.sign(claims, header);
  directory.issuedTokens.push(accessToken);
  return { accessToken, expiresIn };
}

/** "2" says that the client proved itself with a certificate or an assertion. */
function clientClaims(version: 1 | 2, clientId: string): Record<string, string> {
  return version === 2 ? { azp: clientId, azpacr: '2' } : { appid: clientId, appidacr: '2' };
}
