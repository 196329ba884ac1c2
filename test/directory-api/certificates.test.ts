import { X509Certificate } from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, LATER_ROLE_ID, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox, {}, 20_000);
const PATH = `/v1/bindings/aws/${ACCOUNT}/Enrolling`;
const [first, second, other] = [
  issueCertificate({ commonName: 'pipeline' }),
  issueCertificate({ commonName: 'pipeline' }),
  issueCertificate({ commonName: 'pipeline' }),
] as const;
const sha256 = (pem: string) => new X509Certificate(pem).fingerprint256;
const enrol = (pem: string, parts: object = {}) =>
  running.send('POST', `${PATH}/certificates`, {
    roleId: ROLE_ID,
    pem,
    sha256: sha256(pem),
    ...parts,
  });

test('there is none for a role without an application', async () => {
  expect(await enrol(first.certificatePem)).toMatchObject({
    status: 404,
    json: { code: 'EAC_BINDING_MISSING' },
  });
});

describe('an application', () => {
  test('takes the certificate that is named, and keeps those that it has', async () => {
    await running.send('PUT', PATH, { roleId: ROLE_ID });
    await enrol(first.certificatePem);
    const { status, json } = await enrol(second.certificatePem);
    expect(status).toBe(200);
    const digests = [first, second].map(({ certificatePem }) =>
      sha256(certificatePem).replaceAll(':', '').toLowerCase(),
    );
    expect(json.certificates.map((one: { sha256: string }) => one.sha256)).toEqual(digests);
    expect(await enrol(second.certificatePem)).toMatchObject({ status: 200, json });
  });

  test('takes no other than the one that is named', async () => {
    const answer = await enrol(other.certificatePem, { sha256: sha256(first.certificatePem) });
    expect(answer).toMatchObject({ status: 422, json: { code: 'EAC_API_CERTIFICATE' } });
  });

  test('takes none that is meant for a later role of the name', async () => {
    expect(await enrol(other.certificatePem, { roleId: LATER_ROLE_ID })).toMatchObject({
      status: 404,
      json: { code: 'EAC_BINDING_MISSING' },
    });
  });

  test('takes no private key, and no log or answer repeats it', async () => {
    const { certificatePem, privateKeyPem } = other;
    const answer = await enrol(certificatePem, { pem: `${certificatePem}${privateKeyPem}` });
    expect(answer).toMatchObject({ status: 422, json: { code: 'EAC_API_CERTIFICATE' } });
    const line = privateKeyPem.split('\n')[2] ?? '';
    expect(answer.body + JSON.stringify(running.records)).not.toContain(line);
  });

  test.each([
    ['nothing', ''],
    ['no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['two', `${first.certificatePem}\n${second.certificatePem}`],
  ])('takes %s that is no certificate', async (_, pem) => {
    const answer = await enrol(other.certificatePem, { pem });
    expect(answer).toMatchObject({ status: 422, json: { code: 'EAC_API_CERTIFICATE' } });
  });
});
