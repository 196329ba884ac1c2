import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { chooseKey } from './issuer-keys.ts';
import type { JsonObject, Jwt } from './jwt.ts';
import { notValidated } from './refusals.ts';

interface Algorithm {
  readonly type: 'EC' | 'RSA';
  readonly hash: string;
  readonly curve?: string;
}

/**
 * All that STS takes, by AWS's list for OIDC providers.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.1
 */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  RS256: { type: 'RSA', hash: 'sha256' },
  RS384: { type: 'RSA', hash: 'sha384' },
  RS512: { type: 'RSA', hash: 'sha512' },
  ES256: { type: 'EC', hash: 'sha256', curve: 'P-256' },
  ES384: { type: 'EC', hash: 'sha384', curve: 'P-384' },
  ES512: { type: 'EC', hash: 'sha512', curve: 'P-521' },
};

/** RFC 7518, section 3.3. What STS makes of a smaller key is not recorded. */
const SMALLEST_RSA_BITS = 2048;

/**
 * The token's own `alg` decides how its signature is verified. What STS answers to one that it does
 * not take (PS256, EdDSA, HS256, none) is not recorded; here it counts as a wrong signature.
 *
 * @throws QueryError `InvalidIdentityToken`
 */
export function verifySignature(jwt: Jwt, keys: readonly JsonObject[]): void {
  const name = String(jwt.header['alg']);
  const algorithm = Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined;
  if (!algorithm) throw notValidated();
  const jwk = chooseKey(keys, algorithm.type, jwt.header['kid']);
  // Recorded: whatever `key_ops` lists, even "verify", nothing verifies with the key.
  if (jwk['key_ops'] !== undefined || !isSignedWith(jwk, algorithm, jwt)) throw notValidated();
}

function isSignedWith(jwk: JsonObject, algorithm: Algorithm, jwt: Jwt): boolean {
  if (algorithm.curve !== undefined && jwk['crv'] !== algorithm.curve) return false;
  const key = readKey(jwk);
  if (!key || (algorithm.type === 'RSA' && bitsOf(key) < SMALLEST_RSA_BITS)) return false;
  // RFC 7518, section 3.4: the two numbers of an EC signature side by side, not in DER.
  const options = { key, dsaEncoding: 'ieee-p1363' } as const;
  return verify(algorithm.hash, Buffer.from(jwt.signingInput), options, jwt.signature);
}

function readKey(jwk: JsonObject): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function bitsOf(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}
