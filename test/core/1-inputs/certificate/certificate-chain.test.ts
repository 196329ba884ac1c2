import { type IssuedCertificate, issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mine, NOW, open, VALIDITY } from './material.ts';

const authority = (
  commonName: string,
  rest: Partial<Parameters<typeof issueCertificate>[0]> = {},
) => issueCertificate({ commonName, keyType: 'ec', authority: true, ...VALIDITY, ...rest });
const root = authority('root');
const middle = authority('middle', { issuer: root });
const leaf = issueCertificate({ commonName: 'leaf', issuer: middle, ...VALIDITY });
const stranger = authority('stranger');
/** Of the same name as the real one, with another key. */
const impostor = authority('middle', { issuer: root });
const text = (...parts: readonly IssuedCertificate[]) =>
  parts.map(({ certificatePem }) => certificatePem).join('');

test('the chain is put in order, whatever lies between and however often', async () => {
  const others = [middle, root, stranger, impostor, mine, middle, leaf, root];
  const all = [leaf, ...others].map(({ certificatePem }) => certificatePem);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...all, leaf.privateKeyPem], { minLength: all.length + 1 }),
      async (parts) => {
        const { certificate } = await open(parts.join(''));
        expect(certificate.chain).toBe(text(leaf, middle, root));
        expect(certificate.thumbprintSha256).toBe(leaf.thumbprintSha256);
      },
    ),
    { numRuns: 30 },
  );
});

test('a gap ends the chain', async () => {
  const { certificate } = await open(text(root, leaf) + leaf.privateKeyPem);
  expect(certificate.chain).toBe(leaf.certificatePem);
});

const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const renewed = (from: number, to: number, old: IssuedCertificate) =>
  issueCertificate({
    commonName: 'renewed',
    notBefore: days(from),
    notAfter: days(to),
    privateKeyPem: old.privateKeyPem,
  });

test('of several certificates for one key it takes the valid one that lasts longest', async () => {
  const expired = renewed(-300, -1, mine);
  const old = renewed(-200, 20, mine);
  const current = renewed(-10, 200, mine);
  const future = renewed(5, 400, mine);
  const { certificate } = await open(text(expired, old, future, current) + mine.privateKeyPem);
  expect(certificate.thumbprintSha1).toBe(current.thumbprintSha1);
  // Signed by the same key under the same name, its predecessors look like its issuers.
  expect(certificate.chain).toBe(current.certificatePem);
});
