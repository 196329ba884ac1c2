import { notAJwt } from './refusals.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A signed token taken apart, its signature not looked at yet. */
export interface Jwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signingInput: string;
  readonly signature: Buffer;
}

/**
 * RFC 7515, section 3.1. Of a member that is there twice the last one counts. A header with `crit` is
 * refused whatever it lists.
 *
 * @throws QueryError `InvalidIdentityToken`
 */
export function readJwt(text: string): Jwt {
  const [header = '', payload = '', signature = '', ...more] = text.split('.');
  const jwt = {
    header: jsonObject(header),
    claims: jsonObject(payload),
    signingInput: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
  if (signature === '' || more.length > 0 || jwt.header['crit'] !== undefined) throw notAJwt();
  return jwt;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonObject(part: string): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (isJsonObject(value)) return value;
  } catch {
    // Refused below.
  }
  throw notAJwt();
}
