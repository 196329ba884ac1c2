import { generateKeyPairSync } from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../../../packages/core/src/failure/failure-code.ts';
import {
  derOf,
  fixture,
  fixtureCertificate,
  keyAs,
  keyLinesOf,
  mine,
  NOW,
  PASSWORD,
  pem,
  refusalOf,
  VALIDITY,
} from './material.ts';

const other = issueCertificate({ commonName: 'somebody else', ...VALIDITY });
const elliptic = issueCertificate({ commonName: 'elliptic', keyType: 'ec', ...VALIDITY });
const short = issueCertificate({ commonName: 'short', modulusLength: 1024, ...VALIDITY });
const pkcs8 = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const edwards = pkcs8(generateKeyPairSync('ed25519').privateKey);
const pss = pkcs8(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey);
const sec1 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString();
const publicPem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const spki = publicPem.export({ type: 'spki', format: 'pem' }).toString();
const pkcs1Public = publicPem.export({ type: 'pkcs1', format: 'pem' }).toString();
const request = fixture('pem/request.csr').toString();
const p7b = fixture('pem/certificate.p7b').toString();
const block = (label: string) =>
  `-----BEGIN ${label}-----\n${'QUJD'.repeat(40)}\n-----END ${label}-----\n`;
const half = (text: string) => text.slice(0, Math.floor(text.length / 2));
const withoutLine = (text: string) => text.replace(/\n.{64}\n/, '\n');

type Row = readonly [
  what: string,
  content: string | Buffer,
  code: FailureCode,
  message: RegExp,
  password?: string,
];

const KEY_TYPE: Row[] = [
  [
    'an EC key',
    elliptic.certificatePem + elliptic.privateKeyPem,
    'EAC_CERTIFICATE_KEY_TYPE',
    /\(EC\)/,
  ],
  ['an EC key by its label', elliptic.certificatePem + sec1, 'EAC_CERTIFICATE_KEY_TYPE', /\(EC\)/],
  ['an Ed25519 key', mine.certificatePem + edwards, 'EAC_CERTIFICATE_KEY_TYPE', /Ed25519/],
  ['an RSA-PSS key', mine.certificatePem + pss, 'EAC_CERTIFICATE_KEY_TYPE', /RSA-PSS/],
  [
    'a DSA key',
    `${mine.certificatePem}${fixture('pem/dsa.pem')}`,
    'EAC_CERTIFICATE_KEY_TYPE',
    /dsa/,
  ],
  [
    'a short RSA key',
    short.certificatePem + short.privateKeyPem,
    'EAC_CERTIFICATE_KEY_TYPE',
    /1024 bits/,
  ],
  [
    'an encrypted EC key, whatever the password',
    `${elliptic.certificatePem}${sec1.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n')}`,
    'EAC_CERTIFICATE_KEY_TYPE',
    /\(EC\)/,
  ],
];

const INCOMPLETE: Row[] = [
  [
    'a certificate only',
    mine.certificatePem,
    'EAC_CERTIFICATE_INCOMPLETE',
    /without its private key \(CN=pipeline, thumbprint [0-9A-F]{40}\)/,
  ],
  [
    'a .cer file',
    derOf(mine.certificatePem),
    'EAC_CERTIFICATE_INCOMPLETE',
    /without its private key \(CN=pipeline/,
  ],
  [
    'a .cer file in base64',
    derOf(mine.certificatePem).toString('base64'),
    'EAC_CERTIFICATE_INCOMPLETE',
    /CN=pipeline/,
  ],
  ['a key only', mine.privateKeyPem, 'EAC_CERTIFICATE_INCOMPLETE', /key without its certificate/],
  [
    'a PKCS#8 key in DER',
    derOf(mine.privateKeyPem),
    'EAC_CERTIFICATE_INCOMPLETE',
    /key without its certificate/,
  ],
  [
    'a PKCS#1 key in DER',
    derOf(keyAs('pkcs1', mine)),
    'EAC_CERTIFICATE_INCOMPLETE',
    /key without its certificate/,
  ],
  [
    'an encrypted key in DER',
    derOf(keyAs('pkcs8', mine, PASSWORD)),
    'EAC_CERTIFICATE_INCOMPLETE',
    /key without its certificate/,
  ],
  ['an EC key in DER', derOf(sec1), 'EAC_CERTIFICATE_INCOMPLETE', /key without its certificate/],
  ['a public key', spki, 'EAC_CERTIFICATE_INCOMPLETE', /public key, but no private key/],
  [
    'a public key in DER',
    derOf(spki),
    'EAC_CERTIFICATE_INCOMPLETE',
    /public key, but no private key/,
  ],
  [
    'a PKCS#1 public key',
    pkcs1Public,
    'EAC_CERTIFICATE_INCOMPLETE',
    /public key, but no private key/,
  ],
  [
    'a PKCS#1 public key in DER',
    derOf(pkcs1Public),
    'EAC_CERTIFICATE_INCOMPLETE',
    /public key, but no private key/,
  ],
  [
    'a certificate and its public key',
    mine.certificatePem + spki,
    'EAC_CERTIFICATE_INCOMPLETE',
    /public key, but no private key/,
  ],
  ['a signing request', request, 'EAC_CERTIFICATE_INCOMPLETE', /signing request/],
  [
    'a signing request with its key',
    request + mine.privateKeyPem,
    'EAC_CERTIFICATE_INCOMPLETE',
    /signing request/,
  ],
  ['a signing request in DER', derOf(request), 'EAC_CERTIFICATE_INCOMPLETE', /signing request/],
  ['a .p7b file', p7b, 'EAC_CERTIFICATE_INCOMPLETE', /PKCS#7/],
  ['a .p7b file in DER', derOf(p7b), 'EAC_CERTIFICATE_INCOMPLETE', /PKCS#7/],
];

const FORM: Row[] = [
  ['an SSH private key', block('OPENSSH PRIVATE KEY'), 'EAC_CERTIFICATE_FORM', /SSH private key/],
  [
    'a certificate with an SSH key',
    mine.certificatePem + block('OPENSSH PRIVATE KEY'),
    'EAC_CERTIFICATE_FORM',
    /SSH private key/,
  ],
  [
    'an SSH public key',
    `ssh-rsa ${'QUJD'.repeat(80)} deploy@host`,
    'EAC_CERTIFICATE_FORM',
    /SSH public key/,
  ],
  [
    'another SSH public key',
    `---- BEGIN SSH2 PUBLIC KEY ----\n${'QUJD'.repeat(80)}`,
    'EAC_CERTIFICATE_FORM',
    /SSH public key/,
  ],
  [
    'a PuTTY key',
    'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none',
    'EAC_CERTIFICATE_FORM',
    /PuTTY/,
  ],
  ['a PGP key', block('PGP PRIVATE KEY BLOCK'), 'EAC_CERTIFICATE_FORM', /PGP/],
  ['a Java key store', fixture('pfx/java.jks'), 'EAC_CERTIFICATE_FORM', /JKS/],
  [
    'a Java key store in base64',
    fixture('pfx/java.jks').toString('base64'),
    'EAC_CERTIFICATE_FORM',
    /JKS/,
  ],
  ['a JSON Web Key', '{"kty":"RSA","n":"AQAB","d":"AQAB"}', 'EAC_CERTIFICATE_FORM', /JSON Web Key/],
  ['JSON', '{"clientId":"x","clientSecret":"y"}', 'EAC_CERTIFICATE_FORM', /holds JSON/],
  [
    'a web page',
    '<!DOCTYPE html><html><body>Sign in</body></html>',
    'EAC_CERTIFICATE_FORM',
    /HTML/,
  ],
  [
    'an XML key',
    '<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>',
    'EAC_CERTIFICATE_FORM',
    /XML/,
  ],
  ['a URL', 'https://vault.example/secrets/deploy', 'EAC_CERTIFICATE_FORM', /URL/],
  ['a path', './secrets/deploy.pfx', 'EAC_CERTIFICATE_FORM', /path of a file/],
  ['a path of Windows', 'C:\\new\\root\\deploy.pfx', 'EAC_CERTIFICATE_FORM', /path of a file/],
  ['a SHA-1 thumbprint', mine.thumbprintSha1, 'EAC_CERTIFICATE_FORM', /thumbprint/],
  [
    'a SHA-256 thumbprint',
    mine.thumbprintSha256.toLowerCase(),
    'EAC_CERTIFICATE_FORM',
    /thumbprint/,
  ],
  [
    'a thumbprint as Windows copies it',
    `\u200e${mine.thumbprintSha1.replace(/../g, '$& ').trim()}`,
    'EAC_CERTIFICATE_FORM',
    /thumbprint/,
  ],
  [
    'a fingerprint of OpenSSL',
    `sha1 Fingerprint=${mine.thumbprintSha1.match(/../g)?.join(':')}`,
    'EAC_CERTIFICATE_FORM',
    /thumbprint/,
  ],
  ['a password', 'hunter2', 'EAC_CERTIFICATE_FORM', /neither PEM text nor a PFX/],
  ['one letter', 'A', 'EAC_CERTIFICATE_FORM', /neither PEM text nor a PFX/],
  [
    'random bytes',
    Buffer.from('8f3a00ff17c2', 'hex'),
    'EAC_CERTIFICATE_FORM',
    /neither PEM text nor a PFX/,
  ],
  [
    'base64 of nothing known',
    Buffer.alloc(600, 0xa7).toString('base64'),
    'EAC_CERTIFICATE_FORM',
    /neither PEM text nor a PFX/,
  ],
  [
    'base64 without end',
    Buffer.from(Buffer.from(Buffer.from(pem).toString('base64')).toString('base64')).toString(
      'base64',
    ),
    'EAC_CERTIFICATE_FORM',
    /neither PEM text nor a PFX/,
  ],
  ['two keys', pem + other.privateKeyPem, 'EAC_CERTIFICATE_FORM', /2 private keys/],
  [
    'PEM of something else',
    block('DH PARAMETERS'),
    'EAC_CERTIFICATE_FORM',
    /neither a certificate nor a private key/,
  ],
  [
    'PEM with a label that is none',
    '-----BEGIN lower case-----',
    'EAC_CERTIFICATE_FORM',
    /neither a certificate nor a private key/,
  ],
];

const UNREADABLE: Row[] = [
  ['nothing', '', 'EAC_CERTIFICATE_UNREADABLE', /is empty/],
  ['quotes around nothing', '""', 'EAC_CERTIFICATE_UNREADABLE', /is empty/],
  [
    'more than a megabyte',
    Buffer.alloc(1_048_577, 'A'),
    'EAC_CERTIFICATE_UNREADABLE',
    /larger than 1 MB/,
  ],
  ['the first line only', '-----BEGIN CERTIFICATE-----', 'EAC_CERTIFICATE_UNREADABLE', /truncated/],
  ['half a text', half(pem), 'EAC_CERTIFICATE_UNREADABLE', /truncated/],
  [
    'an end of another label',
    pem.replace('END CERTIFICATE', 'END CERT'),
    'EAC_CERTIFICATE_UNREADABLE',
    /truncated/,
  ],
  [
    'a key without a line',
    mine.certificatePem + withoutLine(mine.privateKeyPem),
    'EAC_CERTIFICATE_UNREADABLE',
    /key that cannot be read/,
  ],
  [
    'a certificate without a line',
    withoutLine(mine.certificatePem) + mine.privateKeyPem,
    'EAC_CERTIFICATE_UNREADABLE',
    /certificate that cannot be read/,
  ],
  [
    'half a PFX',
    half(fixture('pfx/openssl3-aes.pfx').toString('base64')),
    'EAC_CERTIFICATE_UNREADABLE',
    /damaged/,
    PASSWORD,
  ],
  [
    'a PFX with more behind it',
    Buffer.concat([fixture('pfx/openssl3-aes.pfx'), Buffer.alloc(9)]),
    'EAC_CERTIFICATE_UNREADABLE',
    /damaged/,
    PASSWORD,
  ],
  [
    'a key under an old cipher',
    `${fixture('pem/pkcs8-md5-des.pem')}${fixtureCertificate}`,
    'EAC_CERTIFICATE_UNREADABLE',
    /no longer supported/,
    PASSWORD,
  ],
  [
    'a traditional key under an old cipher',
    `${fixture('pem/pkcs1-des3.pem')}${fixtureCertificate}`.replace('DES-EDE3-CBC', 'DES-CBC'),
    'EAC_CERTIFICATE_UNREADABLE',
    /no longer supported/,
    PASSWORD,
  ],
  [
    'a traditional key under an unknown cipher',
    `${fixture('pem/pkcs1-des3.pem')}${fixtureCertificate}`.replace('DES-EDE3-CBC', 'ROT-13'),
    'EAC_CERTIFICATE_UNREADABLE',
    /no longer supported/,
    PASSWORD,
  ],
];

const PASSWORDS: Row[] = (['pkcs1', 'pkcs8'] as const).flatMap((type): Row[] => {
  const encrypted = mine.certificatePem + keyAs(type, mine, PASSWORD);
  return [
    [
      `a ${type} key, no password`,
      encrypted,
      'EAC_CERTIFICATE_PASSWORD',
      /"certificate-password" is not given/,
    ],
    [
      `a ${type} key, a wrong password`,
      encrypted,
      'EAC_CERTIFICATE_PASSWORD',
      /"certificate-password" does not decrypt/,
      'wrong',
    ],
  ];
});
for (const name of [
  'openssl3-aes.pfx',
  'openssl3-plain.pfx',
  'openssl3-no-mac.pfx',
  'legacy-rc2.pfx',
  'java.p12',
]) {
  const file = fixture(`pfx/${name}`);
  PASSWORDS.push(
    [
      `${name}, no password`,
      file,
      'EAC_CERTIFICATE_PASSWORD',
      /"certificate-password" is not given/,
    ],
    [
      `${name}, a wrong password`,
      file,
      'EAC_CERTIFICATE_PASSWORD',
      /"certificate-password" does not decrypt/,
      'wrong',
    ],
  );
}
// Passwords that happen to leave a padding that looks right, as one in 256 does.
PASSWORDS.push(
  [
    'a lucky padding (PKCS#1)',
    `${fixture('pem/pkcs1-des3.pem')}${fixtureCertificate}`,
    'EAC_CERTIFICATE_PASSWORD',
    /does not decrypt/,
    'wrong 267',
  ],
  [
    'a lucky padding (PKCS#8)',
    `${fixture('pem/pkcs8-sha1-3des.pem')}${fixtureCertificate}`,
    'EAC_CERTIFICATE_PASSWORD',
    /does not decrypt/,
    'wrong 31',
  ],
  [
    'a lucky padding (scrypt)',
    `${fixture('pem/pkcs8-scrypt.pem')}${fixtureCertificate}`,
    'EAC_CERTIFICATE_PASSWORD',
    /does not decrypt/,
    'wrong 63',
  ],
  [
    'a lucky padding (PFX)',
    fixture('pfx/openssl3-no-mac.pfx'),
    'EAC_CERTIFICATE_PASSWORD',
    /does not decrypt/,
    'wrong 189',
  ],
);

describe.each([
  ['a key that Entra does not take', KEY_TYPE],
  ['half of what it takes', INCOMPLETE],
  ['what is something else', FORM],
  ['what is damaged or out of use', UNREADABLE],
  ['what the password does not open', PASSWORDS],
])('refuses %s', (_, rows) => {
  // A fifth parameter by name would be taken for the callback of an asynchronous test.
  test.each(rows)('%s', async (...[, content, code, message, password]: Row) => {
    const refusal = await refusalOf(content, password);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(message);
    expect(refusal.hint).toMatch(/\.$/);
    const said = refusal.message + refusal.hint;
    for (const line of keyLinesOf(content.toString())) expect(said).not.toContain(line);
    if (password !== undefined) expect(said).not.toContain(password);
  });
});

test('refuses the key of another certificate, and names the certificate', async () => {
  const refusal = await refusalOf(mine.certificatePem + other.privateKeyPem);
  expect(refusal.code).toBe('EAC_CERTIFICATE_KEY_MISMATCH');
  expect(refusal.message).toContain(`CN=pipeline, thumbprint ${mine.thumbprintSha1}`);
});

test('refuses a key whose numbers are damaged', async () => {
  const der = derOf(keyAs('pkcs1', mine));
  // Version, modulus and public exponent take 4 + 4 + 1 + 257 + 5 bytes; the private exponent is next.
  der[300] = (der[300] ?? 0) ^ 1;
  // The last number, by which Node signs, is at the end.
  der[der.length - 20] = (der[der.length - 20] ?? 0) ^ 1;
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${der.toString('base64')}\n-----END RSA PRIVATE KEY-----\n`;
  const refusal = await refusalOf(mine.certificatePem + key);
  expect(refusal.code).toBe('EAC_CERTIFICATE_UNREADABLE');
  expect(refusal.message).toMatch(/wrong signatures/);
});

test('refuses a certificate that expired, and names the day', async () => {
  const refusal = await refusalOf(pem, undefined, mine.notAfter);
  expect(refusal.code).toBe('EAC_CERTIFICATE_EXPIRED');
  expect(refusal.message).toContain(mine.notAfter.toISOString().slice(0, 10));
  expect(refusal.message).toContain(mine.thumbprintSha1);
});

test('refuses a certificate that is not valid yet, and names the clock', async () => {
  const early = new Date(mine.notBefore.getTime() - 1000);
  const refusal = await refusalOf(pem, undefined, early);
  expect(refusal.code).toBe('EAC_CERTIFICATE_NOT_YET_VALID');
  expect(refusal.message).toContain(early.toISOString());
});

test('accepts the first and the last second of its life', async () => {
  const last = new Date(mine.notAfter.getTime() - 1);
  for (const now of [mine.notBefore, NOW, last]) {
    await expect(refusalOf(pem, undefined, now)).rejects.toThrow('was accepted');
  }
});

test('refuses a certificate whose dates are none', async () => {
  const der = derOf(mine.certificatePem);
  const digits = mine.notAfter.toISOString().slice(2, 10).replaceAll('-', '');
  const at = der.indexOf(digits, 0, 'latin1');
  expect(at).toBeGreaterThan(0);
  der.write('991399', at, 'latin1');
  const broken = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  const refusal = await refusalOf(broken + mine.privateKeyPem);
  expect(refusal.code).toBe('EAC_CERTIFICATE_UNREADABLE');
});
