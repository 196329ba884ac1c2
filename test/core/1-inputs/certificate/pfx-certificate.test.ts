import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import forge from 'node-forge';
import {
  fixture,
  fixtureCertificate,
  mine,
  open,
  PASSWORD,
  refusalOf,
  VALIDITY,
} from './material.ts';

const { asn1, pki, pkcs12, util } = forge;
type Asn1 = forge.asn1.Asn1;
type Options = Parameters<typeof pkcs12.toPkcs12Asn1>[3];
const key = pki.privateKeyFromPem(mine.privateKeyPem);
const certificate = pki.certificateFromPem(mine.certificatePem);
const derOf = (node: Asn1) => Buffer.from(asn1.toDer(node).getBytes(), 'binary');
const parse = (der: Buffer) => asn1.fromDer(util.createBuffer(der.toString('binary')));

function pfx(password: string | null, options: Options, parts = { key, certificate }): Buffer {
  return derOf(
    pkcs12.toPkcs12Asn1(
      parts.key as forge.pki.rsa.PrivateKey,
      parts.certificate as forge.pki.Certificate,
      password as string,
      { count: 10, ...options },
    ),
  );
}

const password = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });

describe('opens what another implementation closed with any password', () => {
  test('under triple DES, where passwords are UTF-16', async () => {
    await fc.assert(
      fc.asyncProperty(password, async (secret) => {
        const { certificate: opened } = await open(pfx(secret, { algorithm: '3des' }), secret);
        expect(opened.thumbprintSha1).toBe(mine.thumbprintSha1);
        expect((await refusalOf(pfx(secret, { algorithm: '3des' }), `${secret}!`)).code).toBe(
          'EAC_CERTIFICATE_PASSWORD',
        );
      }),
      { numRuns: 20 },
    );
  });

  test.each(['aes128', 'aes192', 'aes256'] as const)(
    'under %s, where they are UTF-8',
    async (algorithm) => {
      await fc.assert(
        fc.asyncProperty(password, async (secret) => {
          const file = pfx(util.encodeUtf8(secret), { algorithm, useMac: false });
          expect((await open(file, secret)).certificate.thumbprintSha1).toBe(mine.thumbprintSha1);
        }),
        { numRuns: 10 },
      );
    },
  );

  test('without encryption and without MAC', async () => {
    const file = pfx(null, { useMac: false });
    expect((await open(file)).certificate.thumbprintSha1).toBe(mine.thumbprintSha1);
  });
});

describe('says of a PFX', () => {
  test('that it has no key, and whose certificate it has', async () => {
    const file = derOf(
      pkcs12.toPkcs12Asn1(null as never, certificate, PASSWORD, { algorithm: '3des', count: 10 }),
    );
    const refusal = await refusalOf(file, PASSWORD);
    expect(refusal.code).toBe('EAC_CERTIFICATE_INCOMPLETE');
    expect(refusal.message).toMatch(/PFX without a private key \(CN=pipeline/);
  });

  test('that it has no certificate', async () => {
    const file = derOf(
      pkcs12.toPkcs12Asn1(key, null as never, PASSWORD, { algorithm: '3des', count: 10 }),
    );
    const refusal = await refusalOf(file, PASSWORD);
    expect(refusal.code).toBe('EAC_CERTIFICATE_INCOMPLETE');
    expect(refusal.message).toMatch(/without a certificate/);
  });

  test('that its certificate is another’s', async () => {
    const other = issueCertificate({ commonName: 'other', ...VALIDITY });
    const file = derOf(
      pkcs12.toPkcs12Asn1(key, pki.certificateFromPem(other.certificatePem), PASSWORD, {
        algorithm: '3des',
        count: 10,
      }),
    );
    expect((await refusalOf(file, PASSWORD)).code).toBe('EAC_CERTIFICATE_KEY_MISMATCH');
  });

  test('that its MAC asks for more rounds than anybody wants', async () => {
    const tree = parse(pfx(PASSWORD, { algorithm: '3des' }));
    const [, , mac] = tree.value as Asn1[];
    const [, , rounds] = (mac?.value ?? []) as Asn1[];
    if (rounds === undefined) throw new Error('has no rounds');
    rounds.value = '\x7f\xff\xff\xff';
    const refusal = await refusalOf(derOf(tree), PASSWORD);
    expect(refusal.code).toBe('EAC_CERTIFICATE_UNREADABLE');
    expect(refusal.message).toMatch(/damaged, or protected in a way that is not supported/);
  });

  test('that its key is not RSA', async () => {
    const elliptic = issueCertificate({ commonName: 'ec', keyType: 'ec', ...VALIDITY });
    const tree = parse(fixture('pfx/openssl3-plain.pfx'));
    const replaced = replaceKey(tree, elliptic.privateKeyPem);
    expect((await refusalOf(replaced)).code).toBe('EAC_CERTIFICATE_KEY_TYPE');
  });
});

/** An unencrypted PFX with another key in it, without a MAC. */
function replaceKey(tree: Asn1, pem: string): Buffer {
  const [, authSafe] = tree.value as Asn1[];
  const octets = contentOf(authSafe);
  const safes = asn1.fromDer(octets.value as string);
  for (const safe of safes.value as Asn1[]) {
    const content = contentOf(safe);
    const bags = asn1.fromDer(content.value as string);
    for (const bag of bags.value as Asn1[]) {
      const [type, value] = bag.value as Asn1[];
      if (pki.oids[asn1.derToOid(type?.value as string)] !== 'keyBag') continue;
      (value as Asn1).value = [asn1.fromDer(pkcs8Der(pem))];
    }
    content.value = asn1.toDer(bags).getBytes();
  }
  octets.value = asn1.toDer(safes).getBytes();
  tree.value = (tree.value as Asn1[]).slice(0, 2);
  return derOf(tree);
}

function contentOf(node: Asn1 | undefined): Asn1 {
  const [, tagged] = (node?.value ?? []) as Asn1[];
  const [content] = (tagged?.value ?? []) as Asn1[];
  if (content === undefined) throw new Error('has no content');
  return content;
}

const pkcs8Der = (pem: string) => pki.pemToDer(pem).getBytes();

describe('reads BER as it reads DER', () => {
  const file = fixture('pfx/openssl3-aes.pfx');

  test('octets in pieces', async () => {
    const tree = parse(file);
    const [, authSafe] = tree.value as Asn1[];
    const [, tagged] = (authSafe?.value ?? []) as Asn1[];
    const octets = (value: string | Asn1[]) =>
      asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, Array.isArray(value), value);
    const pieces = (contentOf(authSafe).value as string).match(/[\s\S]{1,1000}/g) ?? [];
    expect(pieces.length).toBeGreaterThan(2);
    (tagged as Asn1).value = [octets(pieces.map(octets))];
    const { certificate: opened } = await open(derOf(tree), PASSWORD);
    expect(opened.chain).toBe(fixtureCertificate);
  });

  test('an indefinite length', async () => {
    // The head of four bytes gives its place to one without a length, and an end to look for.
    const indefinite = Buffer.concat([
      Buffer.from('3080', 'hex'),
      file.subarray(4),
      Buffer.from('0000', 'hex'),
    ]);
    const { certificate: opened } = await open(indefinite, PASSWORD);
    expect(opened.chain).toBe(fixtureCertificate);
  });
});
