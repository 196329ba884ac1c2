import type { EntraDirectory } from '../entra/directory.ts';
import type { EntraPerson } from '../entra/people/person.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import { invalidToken, verifiedClaims } from './verified-token.ts';

/** Who calls Graph, by what right. */
export type GraphCaller = {
  readonly tenant: EntraTenant;
  /** Of the person or the service principal. */
  readonly objectId: string;
  readonly clientId: string;
  /** `roles` of an application, `scp` of a person's. */
  readonly permissions: ReadonlySet<string>;
  /** Undefined when an application calls for itself. */
  readonly person: EntraPerson | undefined;
};

/**
 * Reads and verifies the bearer token of a request.
 *
 * @throws GraphError `InvalidAuthenticationToken`
 * @see https://learn.microsoft.com/graph/resolve-auth-errors
 */
export async function readCaller(
  directory: EntraDirectory,
  authorization: string | undefined,
): Promise<GraphCaller> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw invalidToken('Access token is empty.');
  const claims = await verifiedClaims(directory, token);
  const tenant = directory.findTenant(String(claims['tid']));
  const issuers = tenant ? [directory.issuer(tenant, 1), directory.issuer(tenant, 2)] : [];
  if (tenant === undefined || !issuers.includes(claims.iss ?? '')) {
    throw invalidToken('Access token validation failure. Invalid issuer.');
  }
  const objectId = String(claims['oid']);
  const person = tenant.people.find((one) => one.objectId === objectId);
  const scopes = String(claims['scp'] ?? '').split(' ');
  const roles = Array.isArray(claims['roles']) ? claims['roles'].map(String) : [];
  return {
    tenant,
    objectId,
    clientId: String(claims['appid'] ?? claims['azp']),
    permissions: new Set(person === undefined ? roles : scopes),
    person,
  };
}
