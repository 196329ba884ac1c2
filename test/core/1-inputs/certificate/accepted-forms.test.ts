import { expect, test } from '@jest/globals';
import {
  derOf,
  fixture,
  fixtureCertificate,
  keyAs,
  keyLinesOf,
  mine,
  open,
  PASSWORD,
  pem,
} from './material.ts';

const wrap = (text: string, width: number) => text.replace(RegExp(`(.{${width}})`, 'g'), '$1\n');
const base64 = (content: string | Buffer) => Buffer.from(content as Buffer).toString('base64');
const oneLine = (text: string, end: string) => text.replaceAll('\n', end);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const latin1 = Buffer.from(`friendlyName: Schlüssel für Köln\n${pem}`, 'latin1');
const encrypted = {
  pkcs8: mine.certificatePem + keyAs('pkcs8', mine, PASSWORD),
  traditional: mine.certificatePem + keyAs('pkcs1', mine, PASSWORD),
};

test.each<[string, string | Buffer]>([
  ['PKCS#8', pem],
  ['PKCS#1', mine.certificatePem + keyAs('pkcs1', mine)],
  ['the key first', mine.privateKeyPem + mine.certificatePem],
  ['no line end at the end', pem.trimEnd()],
  ['Windows line ends', oneLine(pem, '\r\n')],
  ['line ends of an old Mac', oneLine(pem, '\r')],
  ['literal \\n', oneLine(pem, '\\n')],
  ['literal \\r\\n', oneLine(pem, '\\r\\n')],
  ['literal \\n that was escaped twice', oneLine(pem, '\\\\n')],
  ['spaces for line ends', oneLine(pem, ' ')],
  ['no line ends at all', oneLine(pem, '')],
  ['empty lines between', oneLine(pem, '\n\n')],
  ['indentation', pem.replace(/^/gm, '    ')],
  ['white space around it', `\n\t  ${pem}  \n\n`],
  ['double quotes around it', `"${pem}"`],
  ['single quotes around it', `'${pem}'`],
  ['quotes in quotes', `'"${oneLine(pem, '\\n')}"'`],
  ['a JSON text', JSON.stringify({ certificate: mine.certificatePem, key: mine.privateKeyPem })],
  ['what OpenSSL writes between', `Bag Attributes\n    localKeyID: 01\n${pem}`],
  ['what OpenSSL writes between, in Latin-1', latin1],
  ['a byte order mark', `\uFEFF${pem}`],
  ['UTF-16, as PowerShell writes it', utf16(`\uFEFF${pem}`)],
  ['UTF-16 without a mark', utf16(pem)],
  ['UTF-16 of the other order', utf16(`\uFEFF${pem}`).swap16()],
  ['the label of OpenSSL before 1.0', pem.replaceAll(' CERTIFICATE-', ' X509 CERTIFICATE-')],
  ['base64 of it', base64(pem)],
  ['base64 in lines', wrap(base64(pem), 76)],
  ['base64 with the URL alphabet', base64(pem).replaceAll('+', '-').replaceAll('/', '_')],
  ['base64 in quotes', `"${base64(pem)}"`],
  ['base64 twice', base64(base64(pem))],
  ['base64 of UTF-16', base64(utf16(`\uFEFF${pem}`))],
])('reads PEM: %s', async (_, content) => {
  const { certificate, redact } = await open(content);
  expect(certificate.thumbprintSha256).toBe(mine.thumbprintSha256);
  expect(certificate.thumbprintSha1).toBe(mine.thumbprintSha1);
  expect(certificate.privateKey.reveal()).toBe(mine.privateKeyPem);
  expect(certificate.chain).toBe(mine.certificatePem);
  expect(certificate.subject).toBe('CN=pipeline');
  expect(certificate.validFrom).toEqual(mine.notBefore);
  expect(certificate.validTo).toEqual(mine.notAfter);
  for (const line of keyLinesOf(mine.privateKeyPem)) expect(redact(line)).toBe('***');
  const secret = keyLinesOf(content.toString()).filter((p) => !mine.certificatePem.includes(p));
  for (const line of secret) expect(redact(line)).toBe('***');
});

test.each<[string, string | Buffer]>([
  ['PKCS#8', encrypted.pkcs8],
  ['PKCS#8, in base64', base64(encrypted.pkcs8)],
  ['traditional', encrypted.traditional],
  ['traditional, with Windows line ends', oneLine(encrypted.traditional, '\r\n')],
  ['traditional, with literal \\n', oneLine(encrypted.traditional, '\\n')],
  ['traditional, with spaces for line ends', oneLine(encrypted.traditional, ' ')],
  ['traditional, with a cipher in lower case', encrypted.traditional.replace('AES', 'aes')],
])('reads an encrypted key: %s', async (_, content) => {
  const { certificate, redact } = await open(content, PASSWORD);
  expect(certificate.privateKey.reveal()).toBe(mine.privateKeyPem);
  expect(certificate.thumbprintSha256).toBe(mine.thumbprintSha256);
  for (const line of keyLinesOf(mine.privateKeyPem)) expect(redact(line)).toBe('***');
});

test.each(['pkcs8-scrypt', 'pkcs8-sha1-3des', 'pkcs1-des3'])(
  'reads an encrypted key that OpenSSL made: %s',
  async (name) => {
    const { certificate } = await open(
      `${fixture(`pem/${name}.pem`)}${fixtureCertificate}`,
      PASSWORD,
    );
    expect(certificate.subject).toBe('CN=test fixture');
  },
);

test('an encrypted key may have an empty password', async () => {
  const { certificate } = await open(mine.certificatePem + keyAs('pkcs8', mine, ''));
  expect(certificate.thumbprintSha256).toBe(mine.thumbprintSha256);
});

test('a password that nothing asks for does no harm', async () => {
  expect((await open(pem, 'unused')).certificate.thumbprintSha1).toBe(mine.thumbprintSha1);
});

test.each([
  ['openssl3-aes.pfx', PASSWORD],
  ['openssl3-plain.pfx', PASSWORD],
  ['openssl3-no-mac.pfx', PASSWORD],
  ['openssl3-unicode-password.pfx', 'pässwörd 密码'],
  ['openssl3-empty-password.pfx', undefined],
  ['openssl3-empty-password.pfx', ''],
  ['openssl3-empty-password.pfx', 'a password that it does not have'],
  ['legacy-rc2.pfx', PASSWORD],
  ['legacy-empty-password.pfx', undefined],
  ['java.p12', PASSWORD],
])('reads a PFX: %s with the password %j, as file and in base64', async (name, password) => {
  const file = fixture(`pfx/${name}`);
  for (const content of [file, base64(file), wrap(base64(file), 64), utf16(`"${base64(file)}"`)]) {
    const { certificate, redact } = await open(content, password);
    expect(certificate.chain).toBe(fixtureCertificate);
    const key = certificate.privateKey.reveal();
    for (const line of keyLinesOf(key)) expect(redact(line)).toBe('***');
    // Printed by whatever tool, in the widths that tools use.
    for (const width of [64, 76, 100_000]) {
      for (const line of keyLinesOf(wrap(base64(file), width))) {
        expect(redact(line)).toBe('***');
      }
    }
  }
});

test('the thumbprint is that of the bytes in the PFX', async () => {
  const { certificate } = await open(fixture('pfx/openssl3-aes.pfx'), PASSWORD);
  expect(derOf(certificate.chain)).toEqual(derOf(fixtureCertificate));
  expect(certificate.thumbprintSha256).toMatch(/^[0-9A-F]{64}$/);
  expect(certificate.thumbprintSha1).toMatch(/^[0-9A-F]{40}$/);
});
