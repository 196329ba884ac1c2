import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { EntraDirectory } from '../entra/directory.ts';
import { GRAPH_AUDIENCES, GRAPH_CLIENT_ID } from '../entra/graph-resource.ts';
import { GraphError } from './graph-error.ts';

interface VerifiedToken {
  readonly claims: JWTPayload;
  readonly keyId: string;
}

/** Signatures are verified once: whoever calls ten thousand times shows the same token. */
const VERIFIED = new WeakMap<EntraDirectory, Map<string, VerifiedToken>>();

/**
 * The claims of a token for Graph that Entra has signed with a key that is still published.
 *
 * @throws GraphError `InvalidAuthenticationToken`
 */
export async function verifiedClaims(
  directory: EntraDirectory,
  token: string,
): Promise<JWTPayload> {
  const known = VERIFIED.get(directory) ?? new Map<string, VerifiedToken>();
  VERIFIED.set(directory, known);
  const before = known.get(token);
  if (before !== undefined && isStillGood(before, directory)) return before.claims;
  try {
    const { payload: claims, protectedHeader } = await jwtVerify(
      token,
      createLocalJWKSet(directory.keySet),
      { audience: [...GRAPH_AUDIENCES, GRAPH_CLIENT_ID], currentDate: directory.now() },
    );
    known.set(token, { claims, keyId: protectedHeader.kid ?? '' });
    return claims;
  } catch (error) {
    throw invalidToken(wordsFor(error));
  }
}

function isStillGood({ claims, keyId }: VerifiedToken, directory: EntraDirectory): boolean {
  const inTime = (claims.exp ?? 0) * 1000 > directory.now().getTime();
  return inTime && directory.keySet.keys.some(({ kid }) => kid === keyId);
}

function wordsFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) {
    return 'Lifetime validation failed, the token is expired.';
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return 'Access token validation failure. Invalid audience.';
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey
  ) {
    return 'Access token validation failure. Signature is invalid.';
  }
  return "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format. (JWS): 'EncodedHeader.EncodedPayload.EncodedSignature'. (JWE): 'EncodedProtectedHeader.EncodedEncryptedKey.EncodedInitializationVector.EncodedCiphertext.EncodedAuthenticationTag'.";
}

export function invalidToken(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message);
}
