import { issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import { parseAuthorities } from '../../../../packages/core/src/1-inputs/network/certificate-authorities.ts';

const authority = (commonName: string) =>
  issueCertificate({ commonName, keyType: 'ec', authority: true }).certificatePem.trim();
const one = authority('one');
const two = authority('two');

test.each([
  ['one certificate', one, [one]],
  ['several', `${one}\n${two}\n`, [one, two]],
  ['comments between', `# one\n${one}\n\n=====\ntwo\n${two}`, [one, two]],
  ['Windows line ends', `${one}\r\n${two}`.replaceAll(/\r?\n/g, '\r\n'), 2],
  ['a byte order mark', `\uFEFF${one}`, [one]],
])('takes %s', (_, text, expected) => {
  const found = parseAuthorities(text);
  if (Array.isArray(expected)) expect(found).toEqual(expected);
  else expect(found).toHaveLength(expected as number);
});

test.each([
  ['nothing', '', /holds no certificate/],
  ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', /holds no certificate/],
  [
    'DER',
    Buffer.from(one.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('utf8'),
    /no certi/,
  ],
  ['a cut end', one.slice(0, -40), /holds no certificate/],
  ['a damaged one', `${one}\n${two.replace(/\n.{64}\n/, '\n')}`, /2 certificates, .* number 2 /],
])('refuses %s', (_, text, message) => {
  expect(() => parseAuthorities(text)).toThrow(
    expect.objectContaining({ code: 'EAC_CA_FILE', message: expect.stringMatching(message) }),
  );
});

test('any text is refused in words, in no time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(one.length), (text, at) => {
      for (const broken of [text, one.slice(0, at) + text + one.slice(at)]) {
        try {
          expect(parseAuthorities(broken).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem);
        }
      }
    }),
  );
  const start = performance.now();
  expect(() => parseAuthorities('-----BEGIN CERTIFICATE-----'.repeat(100_000))).toThrow();
  expect(performance.now() - start).toBeLessThan(2_000);
});
