import { issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { AuditedAccounts } from './audited-accounts.ts';

const CERTIFICATE = issueCertificate({ commonName: 'auditor' });
const DAY_MS = 86_400_000;

const sandbox = await sandboxOfFile();
const estate = new AuditedAccounts(sandbox);
const resource = estate.tenant.app({ displayName: 'aws', appIdUris: ['api://aws'] });
const pipeline = estate.tenant.app({
  displayName: 'deploy',
  certificates: [CERTIFICATE.certificatePem],
  registration: {
    owners: [estate.tenant.app({ displayName: 'platform' }).servicePrincipalObjectId],
  },
});
const administrator = estate.tenant.app({ certificates: [CERTIFICATE.certificatePem] });
estate.tenant.grantGraph(administrator, 'Application.Read.All');
const logIn = () => [
  '--entra',
  ...['--tenant-id', estate.tenant.id, '--authority-host', sandbox.entraUrl],
  ...['--graph-endpoint', sandbox.graphUrl, '--admin-client-id', administrator.clientId],
  '--admin-certificate-path',
  estate.home.write('auditor.pem', CERTIFICATE.certificatePem + CERTIFICATE.privateKeyPem),
];
const codesOf = (line: { findings: { code: string }[] }) => line.findings.map(({ code }) => code);

test('tells of the application that gets in', async () => {
  estate.roleFor(pipeline.servicePrincipalObjectId);
  const { status, lines, totals } = await estate.audit(...logIn());
  expect([status, codesOf(lines[0])]).toEqual([0, []]);
  expect(lines[0].applications).toEqual([
    expect.stringMatching(
      `^Application "deploy" \\(${pipeline.clientId}\\): certificate until \\d{4}.*, owned by .+\\.$`,
    ),
  ]);
  expect(totals.requests).toMatchObject({ 'GET /v1.0/servicePrincipals': 1 });
});

test('tells what is missing, disabled, or has a secret', async () => {
  const twoWays = estate.tenant.app({ displayName: 'two ways' });
  twoWays.registration.passwordCredentials = [
    {
      keyId: crypto.randomUUID(),
      displayName: 'rescue',
      hint: 'abc',
      startDateTime: new Date().toISOString(),
      endDateTime: new Date(Date.now() + DAY_MS).toISOString(),
    },
  ];
  const off = estate.tenant.app({ displayName: 'off', enabled: false });
  estate.roleFor(twoWays.servicePrincipalObjectId, estate.account, 'a-secret');
  estate.roleFor(off.servicePrincipalObjectId, estate.account, 'b-off');
  estate.roleFor(crypto.randomUUID(), estate.account, 'c-gone');
  const { lines } = await estate.audit(...logIn());
  expect(lines.slice(0, 3).map(codesOf)).toEqual([
    ['AUDIT_SECRET_ON_APPLICATION'],
    ['AUDIT_APPLICATION_DISABLED'],
    ['AUDIT_APPLICATION_MISSING'],
  ]);
  expect(resource.appIdUris).toEqual(['api://aws']);
});
