import { X509Certificate } from 'node:crypto';
import { enrolled, publicCertificate, sha256Of } from '@entra-aws-creds/bindings';
import { STRAIGHT } from '@entra-aws-creds/core/azure';
import { RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import { type OnlinePlatform, Secret } from '@entra-aws-creds/core/services';
import { DirectoryApiClient } from '@entra-aws-creds/directory-api/client';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { afterAll, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, platformIn, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox);
const platform = platformIn(sandbox);
const network = platform.openNetwork(STRAIGHT);
afterAll(() => network.close());
const online: OnlinePlatform = {
  ...platform,
  network,
  maskSecret: () => {},
  wait: async () => {},
  retryPolicy: {
    maxAttempts: 3,
    until: new Date(Date.now() + 3_600_000),
    signal: new AbortController().signal,
    tell: () => {},
  },
};
const token = async () => new Secret(await running.token());
const client = new DirectoryApiClient(new URL(running.url), token, online);
const role = (name: string) => RoleArn.parse(`arn:aws:iam::${ACCOUNT}:role/team/${name}`);

const failureOf = async (work: Promise<unknown>): Promise<StepFailure> => {
  const failure = await work.catch((error: unknown) => error);
  if (failure instanceof StepFailure) return failure;
  throw new Error('it did not fail');
};

const wanted = (name: string) => ({
  role: role(name),
  roleId: ROLE_ID,
  tokenVersion: 'v2' as const,
  federated: [],
  certificates: [],
  marked: undefined,
});
const NAME = { partition: 'aws', account: ACCOUNT, name: 'Round' };

test('a binding comes, is shown, gets a certificate, and goes', async () => {
  const { servicePrincipalId, ...identity } = await client.ensure(wanted('Round'));
  expect(identity).toMatchObject({ role: role('Round'), roleId: ROLE_ID, retired: undefined });
  expect(servicePrincipalId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await client.ofRole(NAME)).toEqual([identity]);
  expect(await client.ofAccount(NAME)).toEqual([identity]);
  const { certificatePem: pem } = issueCertificate({ commonName: 'pipeline' });
  const sha256 = new X509Certificate(pem).fingerprint256;
  await client.addCertificate(role('Round'), { roleId: ROLE_ID, pem, sha256 });
  const app = running.tenant.apps.find(({ clientId }) => clientId === identity.clientId);
  expect(app?.certificates.map(({ fingerprint256 }) => fingerprint256)).toEqual([sha256]);
  const retired = await client.retire(identity);
  expect(await client.ofRole(NAME)).toEqual([{ ...identity, retired }]);
  await client.remove({ ...identity, retired });
  await client.remove({ ...identity, retired });
  expect(await client.ofRole(NAME)).toEqual([]);
});

test('certificates come and go as a role names them, and those of others stay', async () => {
  const [first, second, other] = [1, 2, 3].map(() => issueCertificate({ commonName: 'pipeline' }));
  const named = (pem = '') => {
    const { raw } = new X509Certificate(pem);
    return { sha256: sha256Of(raw), certificate: enrolled(publicCertificate(raw)) };
  };
  const { clientId } = await client.ensure({
    ...wanted('Named'),
    certificates: [named(first?.certificatePem)],
  });
  const pem = other?.certificatePem ?? '';
  const sha256 = new X509Certificate(pem).fingerprint256;
  await client.addCertificate(role('Named'), { roleId: ROLE_ID, pem, sha256 });
  const held = () =>
    running.tenant.apps
      .find((one) => one.clientId === clientId)
      ?.certificates.map((one) => one.fingerprint256.replaceAll(':', '').toLowerCase());
  const [one, two, theirs] = [first, second, other].map((it) => named(it?.certificatePem).sha256);
  await client.ensure({
    ...wanted('Named'),
    marked: clientId,
    certificates: [named(second?.certificatePem), { sha256: one ?? '', certificate: undefined }],
  });
  expect(held()).toEqual([one, theirs, two]);
  await client.ensure({
    ...wanted('Named'),
    marked: clientId,
    certificates: [named(second?.certificatePem)],
  });
  expect(held()).toEqual([theirs, two]);
  await client.ensure({ ...wanted('Named'), marked: clientId });
  expect(held()).toEqual([theirs]);
});

test('what Entra has not copied yet is not settled', async () => {
  sandbox.entra.replication.lag.reads = 3;
  const failure = await failureOf(client.ensure(wanted('Lagging')));
  sandbox.entra.replication.lag.reads = 0;
  sandbox.entra.replication.settle();
  expect(failure.code).toBe('EAC_BINDING_NOT_SETTLED');
});

describe('a refusal', () => {
  test('of the API has the code of the API', async () => {
    const role = RoleArn.parse('arn:aws:iam::999999999999:role/Elsewhere');
    const failure = await failureOf(client.ensure({ ...wanted('Elsewhere'), role }));
    expect(failure.code).toBe('EAC_ACCOUNT_NOT_ALLOWED');
    expect(failure.whatHappened()).toContain('directory API said HTTP 403');
  });

  test('of the token is told as that', async () => {
    const stranger = new DirectoryApiClient(
      new URL(running.url),
      async () => new Secret('x'),
      online,
    );
    expect((await failureOf(stranger.ofRole(NAME))).code).toBe('EAC_API_TOKEN');
  });

  test('of the API’s own identity by Graph is told as that, and asked for once', async () => {
    const { records } = running;
    records.length = 0;
    sandbox.intercept = (service) =>
      service === 'graph'
        ? {
            status: 403,
            headers: { 'content-type': 'application/json' },
            body: '{"error":{"code":"Authorization_RequestDenied","message":"No."}}',
          }
        : undefined;
    const failure = await failureOf(client.ensure(wanted('Denied')));
    expect([failure.code, failure.transient]).toEqual(['EAC_GRAPH_DENIED', undefined]);
    expect(records).toHaveLength(1);
  });

  test('for a while is tried again', async () => {
    let first = true;
    sandbox.intercept = (service) => {
      if (service !== 'graph' || !first) return undefined;
      first = false;
      return { status: 429, headers: { 'retry-after': '1' }, body: '' };
    };
    expect(await client.ensure(wanted('Throttled'))).toMatchObject({ roleId: ROLE_ID });
  });
});

describe('another server in the place of the API', () => {
  const elsewhere = (url: string) => new DirectoryApiClient(new URL(url), token, online);

  test('is told from it', async () => {
    const failure = await failureOf(elsewhere(sandbox.entraUrl).ofRole(NAME));
    expect(failure.code).toBe('EAC_API_ANSWER');
  });

  test('that is not there is told as that', async () => {
    const failure = await failureOf(elsewhere('https://localhost:1').ofRole(NAME));
    expect(failure.code).toBe('EAC_API_UNREACHABLE');
  });
});
