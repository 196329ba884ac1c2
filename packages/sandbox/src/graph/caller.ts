import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { EntraDirectory } from '../entra/directory.ts';
import { GRAPH_AUDIENCES, GRAPH_CLIENT_ID } from '../entra/graph-resource.ts';
import type { EntraPerson } from '../entra/people/person.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import { GraphError } from './graph-error.ts';

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
  const claims = await verified(directory, token);
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

async function verified(directory: EntraDirectory, token: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(directory.keySet), {
      audience: [...GRAPH_AUDIENCES, GRAPH_CLIENT_ID],
      currentDate: directory.now(),
    });
    return payload;
  } catch (error) {
    throw invalidToken(wordsFor(error));
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) {
    return 'Lifetime validation failed, the token is expired.';
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return 'Access token validation failure. Invalid audience.';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'Access token validation failure. Signature is invalid.';
  }
  return "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format. (JWS): 'EncodedHeader.EncodedPayload.EncodedSignature'. (JWE): 'EncodedProtectedHeader.EncodedEncryptedKey.EncodedInitializationVector.EncodedCiphertext.EncodedAuthenticationTag'.";
}

function invalidToken(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message);
}
