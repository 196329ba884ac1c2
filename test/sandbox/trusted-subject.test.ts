import { type IssuedCertificate, issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import { standardSandbox } from '../standard-sandbox.ts';
import { assertion, postForm, tokenEndpoint, tokenForm } from './client.ts';

const authority = (commonName: string, issuer?: IssuedCertificate) =>
  issueCertificate({ commonName, keyType: 'ec', authority: true, ...(issuer && { issuer }) });
const root = authority('root');
const middle = authority('middle', root);
const strangers = authority('strangers');
const leaf = issueCertificate({ commonName: 'release.contoso.com', issuer: middle });
const direct = issueCertificate({
  commonName: 'release.contoso.com',
  issuer: root,
  privateKeyPem: leaf.privateKeyPem,
});

const { sandbox, scenario } = await standardSandbox({ certificate: leaf });
scenario.client.certificates.length = 0;
scenario.client.trustedSubjects.push({
  commonName: 'release.contoso.com',
  authority: root.certificatePem,
});

const der = ({ certificatePem }: IssuedCertificate) =>
  certificatePem.replace(/-----[A-Z ]+-----|\s/g, '');

/** The AADSTS code, or 0 for a token. */
async function codeFor(x5c: unknown, certificate = leaf): Promise<number> {
  const header = x5c === undefined ? {} : { x5c };
  const jwt = await assertion(sandbox, scenario, { certificate, header });
  const url = tokenEndpoint(sandbox, scenario.tenantId);
  const { status, body } = await postForm(sandbox, url, tokenForm(scenario, jwt));
  return status === 200 ? 0 : JSON.parse(body).error_codes[0];
}

test.each([
  ['up to the root', [leaf, middle, root]],
  ['without the root', [leaf, middle]],
])('a certificate of a trusted subject need not be registered: chain %s', async (_, chain) => {
  expect(await codeFor(chain.map(der))).toBe(0);
});

test('the authority may have issued it directly', async () => {
  expect(await codeFor([der(direct)], direct)).toBe(0);
});

test.each([
  ['no chain', undefined, 700027],
  ['an empty chain', [], 700027],
  ['a gap in the chain', [der(leaf)], 7000213],
  ['the chain upside down', [der(middle), der(leaf)], 700027],
  ['another authority', [der(leaf), der(strangers)], 7000213],
  ['no certificates', ['bm9uZQ=='], 7000213],
  ['base64url', [Buffer.from(der(leaf), 'base64').toString('base64url')], 7000213],
  ['a text', 'certificates', 7000213],
  ['a number in it', [der(leaf), 7], 7000213],
])('%s is refused', async (_, x5c, code) => {
  expect(await codeFor(x5c)).toBe(code);
});

test('the name must be the trusted one', async () => {
  const other = issueCertificate({
    commonName: 'other.contoso.com',
    issuer: root,
    privateKeyPem: leaf.privateKeyPem,
  });
  expect(await codeFor([der(other)], other)).toBe(700027);
});

test('the certificate that is sent must be the one that the thumbprint names', async () => {
  expect(await codeFor([der(direct)], leaf)).toBe(700027);
});

test('an authority must be one, and not be expired', async () => {
  const noAuthority = issueCertificate({ commonName: 'middle', keyType: 'ec', issuer: root });
  const expired = issueCertificate({
    commonName: 'middle',
    keyType: 'ec',
    issuer: root,
    authority: true,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2021-01-01'),
  });
  for (const issuer of [noAuthority, expired]) {
    const issued = issueCertificate({
      commonName: 'release.contoso.com',
      issuer,
      privateKeyPem: leaf.privateKeyPem,
    });
    expect(await codeFor([der(issued), der(issuer)], issued)).toBe(7000213);
  }
});
