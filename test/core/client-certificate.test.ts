import { createPrivateKey, X509Certificate } from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseClientCertificate } from '../../packages/core/src/1-inputs/client-certificate.ts';
import { Unacceptable } from '../../packages/core/src/1-inputs/unacceptable.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const DAY = 86_400_000;
const validity = {
  notBefore: new Date(NOW.getTime() - 10 * DAY),
  notAfter: new Date(NOW.getTime() + 100 * DAY),
};
const mine = issueCertificate({ commonName: 'pipeline', ...validity });
const other = issueCertificate({ commonName: 'somebody else', ...validity });
const authority = issueCertificate({ commonName: 'authority', authority: true, ...validity });
const issued = issueCertificate({ commonName: 'issued', issuer: authority, ...validity });
const elliptic = issueCertificate({ commonName: 'elliptic', keyType: 'ec', ...validity });
const pkcs1 = createPrivateKey(mine.privateKeyPem)
  .export({ type: 'pkcs1', format: 'pem' })
  .toString();

function failureOf(pem: string, now = NOW): Unacceptable {
  try {
    parseClientCertificate(pem, now);
  } catch (error) {
    if (error instanceof Unacceptable) return error;
    throw error;
  }
  throw new Error('was accepted');
}

test.each([
  ['certificate first', mine.certificatePem + mine.privateKeyPem],
  ['key first', mine.privateKeyPem + mine.certificatePem],
  ['a PKCS#1 key', mine.certificatePem + pkcs1],
  ['Windows line ends', (mine.certificatePem + mine.privateKeyPem).replaceAll('\n', '\r\n')],
  ['another certificate in front', other.certificatePem + mine.certificatePem + mine.privateKeyPem],
  [
    'text between the blocks',
    `Bag Attributes\n${mine.certificatePem}\n# key\n${mine.privateKeyPem}`,
  ],
])('reads %s', (_, pem) => {
  const certificate = parseClientCertificate(pem, NOW);
  expect(certificate.thumbprintSha256).toBe(mine.thumbprintSha256);
  expect(certificate.thumbprintSha1).toBe(mine.thumbprintSha1);
  expect(certificate.privateKey.reveal()).toBe(mine.privateKeyPem);
  expect(certificate.validTo).toEqual(mine.notAfter);
  expect(certificate.subject).toBe('CN=pipeline');
});

test('the thumbprint is bare hex, as MSAL needs it, of the certificate that has the key', () => {
  const pem = authority.certificatePem + issued.certificatePem + issued.privateKeyPem;
  const expected = new X509Certificate(issued.certificatePem).fingerprint256.replaceAll(':', '');
  expect(parseClientCertificate(pem, NOW).thumbprintSha256).toBe(expected);
});

test.each([
  ['nothing of the kind', 'hello', 'EAC_CERTIFICATE_UNREADABLE', /no RSA private key/],
  [
    'a certificate without key',
    mine.certificatePem,
    'EAC_CERTIFICATE_UNREADABLE',
    /no RSA private/,
  ],
  ['a key without certificate', mine.privateKeyPem, 'EAC_CERTIFICATE_UNREADABLE', /BEGIN CERTIF/],
  [
    'two keys',
    mine.certificatePem + mine.privateKeyPem + other.privateKeyPem,
    'EAC_CERTIFICATE_UNREADABLE',
    /2 private keys/,
  ],
  [
    'the key of another certificate',
    mine.certificatePem + other.privateKeyPem,
    'EAC_CERTIFICATE_KEY_MISMATCH',
    /does not belong/,
  ],
  [
    'an elliptic-curve key',
    elliptic.certificatePem + elliptic.privateKeyPem,
    'EAC_CERTIFICATE_UNREADABLE',
    /type ec/,
  ],
  [
    'a cut key',
    mine.certificatePem + mine.privateKeyPem.replace(/\n.{64}\n/, '\n'),
    'EAC_CERTIFICATE_UNREADABLE',
    /private key that cannot be read/,
  ],
  [
    'a cut certificate',
    mine.certificatePem.replace(/\n.{64}\n/, '\n') + mine.privateKeyPem,
    'EAC_CERTIFICATE_UNREADABLE',
    /CERTIFICATE block/,
  ],
])('refuses %s', (_, pem, code, message) => {
  const failure = failureOf(pem);
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(message);
  expect(failure.hint).not.toBe('');
});

test('refuses a certificate that expired, and names the day', () => {
  const failure = failureOf(mine.certificatePem + mine.privateKeyPem, mine.notAfter);
  expect(failure.code).toBe('EAC_CERTIFICATE_EXPIRED');
  expect(failure.message).toContain(mine.notAfter.toISOString().slice(0, 10));
  expect(failure.message).toContain(mine.thumbprintSha1);
});

test('refuses a certificate that is not valid yet, and names the clock', () => {
  const early = new Date(mine.notBefore.getTime() - 1000);
  const failure = failureOf(mine.certificatePem + mine.privateKeyPem, early);
  expect(failure.code).toBe('EAC_CERTIFICATE_NOT_YET_VALID');
  expect(failure.message).toContain(early.toISOString());
});

test('never throws anything else and never quotes key material, however broken the text', () => {
  const whole = mine.certificatePem + mine.privateKeyPem;
  const keyLines = mine.privateKeyPem.split('\n').filter((line) => line.length === 64);
  const cut = fc.tuple(fc.nat(whole.length), fc.nat(200), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(cut, ([at, length, text]) => {
      const broken = whole.slice(0, at) + text + whole.slice(at + length);
      try {
        parseClientCertificate(broken, NOW);
      } catch (error) {
        expect(error).toBeInstanceOf(Unacceptable);
        const said = `${String(error)} ${(error as Unacceptable).hint}`;
        for (const line of keyLines) expect(said).not.toContain(line);
      }
    }),
  );
});
