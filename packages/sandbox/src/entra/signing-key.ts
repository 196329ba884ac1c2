import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

/** The RSA key that signs access tokens, and the key set that publishes it. */
export interface SigningKey {
  readonly keyId: string;
  readonly keySet: JSONWebKeySet;
  sign(claims: Record<string, unknown>, header?: Record<string, string>): Promise<string>;
}

export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const keyId = createHash('sha1').update(JSON.stringify(jwk)).digest('base64url');
  return {
    keyId,
    keySet: { keys: [{ ...jwk, kid: keyId, x5t: keyId, use: 'sig', alg: 'RS256' }] },
    sign: (claims, header) =>
      new SignJWT(claims)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', ...header, kid: keyId })
        .sign(privateKey),
  };
}
