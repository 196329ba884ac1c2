import { X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { HttpResponse } from '../../../http/message.ts';
import { QueryError } from '../../query-error.ts';
import { isJsonObject, type JsonObject } from './jwt.ts';
import { noVerificationKey } from './refusals.ts';

/** Stands for STS's way to the public internet. `undefined`: nobody answers at this address. */
export type DocumentReader = (url: string) => Promise<HttpResponse | undefined>;

/** IAM User Guide, "Create an OpenID Connect (OIDC) identity provider": so many of RSA, so many of EC. */
const MAXIMUM_OF_A_TYPE = 100;

/**
 * The key set that an issuer's metadata leads to. It is read anew for each token: in the recordings a
 * changed key set counted within two seconds (its server allowed no caching; no other case is known).
 * Nor is it recorded what STS says of metadata that is out of reach or wrong.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 *
 * @throws QueryError `IDPCommunicationError` when nobody answers, `InvalidIdentityToken` otherwise
 */
export async function readIssuerKeys(
  read: DocumentReader,
  issuer: string,
): Promise<readonly JsonObject[]> {
  const metadata = await readJson(
    read,
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  const { issuer: named, jwks_uri: address } = metadata;
  if (named !== issuer || typeof address !== 'string' || !address.startsWith('https://')) {
    throw noVerificationKey();
  }
  const { keys } = await readJson(read, address);
  if (!Array.isArray(keys)) throw noVerificationKey();
  return keys.filter(isJsonObject);
}

/**
 * The key that a token's header calls for. The key's own `alg` counts for nothing; one for encryption,
 * one that contradicts its certificate and one among too many of its type are not seen; of two with
 * one `kid` the last counts. Without `kid` in the header there must be one key only, and with a `kid`.
 *
 * @throws QueryError `InvalidIdentityToken`
 */
export function chooseKey(
  keys: readonly JsonObject[],
  type: 'EC' | 'RSA',
  wanted: unknown,
): JsonObject {
  const named = keys.filter(({ kid }) =>
    wanted === undefined || wanted === ''
      ? keys.length === 1 && typeof kid === 'string'
      : kid === wanted,
  );
  const ofType = keys.filter(({ kty }) => kty === type);
  const key = named.filter((candidate) => ofType.includes(candidate) && isUsable(candidate)).at(-1);
  if (!key || ofType.length > MAXIMUM_OF_A_TYPE) throw noVerificationKey();
  return key;
}

function isUsable(key: JsonObject): boolean {
  const { kty, use, x5c } = key;
  if (use !== undefined && use !== 'sig') return false;
  const members = kty === 'RSA' ? ['n', 'e'] : ['crv', 'x', 'y'];
  if (!members.every((member) => typeof key[member] === 'string')) return false;
  return x5c === undefined || isCertified(key, members, x5c);
}

function isCertified(key: JsonObject, members: readonly string[], x5c: unknown): boolean {
  const [leaf] = Array.isArray(x5c) ? x5c : [];
  try {
    const certified = new X509Certificate(Buffer.from(leaf, 'base64')).publicKey.export({
      format: 'jwk',
    });
    return members.every((member) => isDeepStrictEqual(certified[member], key[member]));
  } catch {
    return false;
  }
}

async function readJson(read: DocumentReader, url: string): Promise<JsonObject> {
  const response = await read(url);
  if (!response) {
    throw new QueryError(
      'IDPCommunicationError',
      'The identity provider could not be reached to verify the token.',
    );
  }
  try {
    const value: unknown = JSON.parse(response.body);
    if (response.status === 200 && isJsonObject(value)) return value;
  } catch {
    // Refused below.
  }
  throw noVerificationKey();
}
