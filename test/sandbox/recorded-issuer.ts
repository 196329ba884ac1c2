import {
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  X509Certificate,
} from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import {
  baseClaims,
  type KeySet,
  type Recording,
  type Setting,
} from '../recordings/web-identity.ts';

type Algorithm = NonNullable<Recording['algorithm']>;
type Jwk = JsonWebKey & { readonly kid?: string };

const certificate = issueCertificate({ commonName: 'issuer' });
const otherCertificate = issueCertificate({ commonName: 'other' });
const rsa = createPrivateKey(certificate.privateKeyPem);
const privateKeys: Readonly<Record<Algorithm, KeyObject>> = {
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  ES256: ecKey('P-256'),
  ES384: ecKey('P-384'),
  ES512: ecKey('P-521'),
};

const own = publicJwk('RS256');
const { n, e, ...withoutNumbers } = own;
const wrong: Jwk = { ...certified(otherCertificate.certificatePem), kid: 'RS256' };
const x5c = [chainEntry(certificate.certificatePem)];

const KEY_SETS: Readonly<Record<KeySet, readonly object[]>> = {
  'six keys': (Object.keys(privateKeys) as Algorithm[]).map(publicJwk),
  'one key': [own],
  'one key without kid': [{ ...own, kid: undefined }],
  'alg of the key is RS512': [{ ...own, alg: 'RS512' }],
  'use of the key is enc': [{ ...own, use: 'enc' }],
  'key_ops of the key is sign': [{ ...own, key_ops: ['sign'] }],
  'key_ops of the key is verify': [{ ...own, key_ops: ['verify'] }],
  'kid twice, same key': [own, own],
  'kid twice, right key last': [wrong, own],
  'kid twice, wrong key last': [own, wrong],
  'key with its x5c': [{ ...own, x5c }],
  'x5c without n and e': [{ ...withoutNumbers, x5c }],
  'n is not that of x5c': [{ ...own, x5c: [chainEntry(otherCertificate.certificatePem)] }],
  '101 RSA keys and one EC key': [
    own,
    ...Array.from({ length: 100 }, (_, index) => ({ ...own, kid: `RS256-${index}` })),
    publicJwk('ES256'),
  ],
};

/** What the issuer publishes while a row is tried. */
export function keySetOf({ keySet = 'six keys' }: Recording): object {
  return { keys: KEY_SETS[keySet] };
}

/** The token of a row, of which the recordings kept no bytes that would verify. */
export function tokenOf(recording: Recording, setting: Setting): string {
  const algorithm = recording.algorithm ?? 'RS256';
  const header = { alg: algorithm, typ: 'JWT', kid: algorithm, ...recording.header };
  const claims = { ...baseClaims(setting), ...recording.claims?.(setting) };
  const signingInput = [JSON.stringify(header), payloadOf(claims, recording.twice)]
    .map((text) => Buffer.from(text).toString('base64url'))
    .join('.');
  const key = { key: privateKeys[algorithm], dsaEncoding: 'ieee-p1363' } as const;
  const signature = sign(`sha${algorithm.slice(2)}`, Buffer.from(signingInput), key);
  return `${signingInput}.${signature.toString('base64url')}`;
}

function payloadOf(claims: object, twice: Recording['twice']): string {
  if (!twice) return JSON.stringify(claims);
  const others = Object.entries(claims).filter(([name]) => name !== twice.claim);
  const members = [...others, ...twice.values.map((value) => [twice.claim, value] as const)];
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

function ecKey(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey;
}

function publicJwk(algorithm: Algorithm): Jwk {
  const { d, p, q, dp, dq, qi, ...jwk } = privateKeys[algorithm].export({ format: 'jwk' });
  return { ...jwk, kid: algorithm };
}

function certified(pem: string): JsonWebKey {
  return new X509Certificate(pem).publicKey.export({ format: 'jwk' });
}

function chainEntry(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64');
}
