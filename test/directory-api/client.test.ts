import { X509Certificate } from 'node:crypto';
import { STRAIGHT } from '@entra-aws-creds/core/azure';
import { RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import { type OnlinePlatform, Secret } from '@entra-aws-creds/core/services';
import { DirectoryApiClient } from '@entra-aws-creds/directory-api/client';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { afterAll, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, LATER_ROLE_ID, platformIn, ROLE_ID } from './api-in-sandbox.ts';

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

test('a binding comes, is shown, gets a certificate, is listed and goes', async () => {
  const made = await client.ensure(role('Round'), { roleId: ROLE_ID });
  if (made.state !== 'done') throw new Error('pending');
  expect(made.binding).toMatchObject({ role: role('Round').text, state: 'ready' });
  expect(await client.show(role('Round'))).toEqual(made);
  const { certificatePem: pem } = issueCertificate({ commonName: 'pipeline' });
  const sha256 = new X509Certificate(pem).fingerprint256;
  const enrolled = await client.addCertificate(role('Round'), { roleId: ROLE_ID, pem, sha256 });
  expect(enrolled).toMatchObject({
    binding: { certificates: [{ sha256: sha256.replaceAll(':', '').toLowerCase() }] },
  });
  const listed: unknown[] = [];
  for await (const one of client.list()) listed.push(one);
  expect(listed).toEqual([expect.objectContaining({ role: role('Round').text, roleId: ROLE_ID })]);
  const disabled = await client.remove(role('Round'), { mode: 'disable' });
  expect(disabled).toMatchObject({ binding: { state: 'disabled' } });
  expect(await client.remove(role('Round'), { roleId: ROLE_ID })).toMatchObject({
    state: 'done',
    binding: { role: role('Round').text },
  });
  expect(await client.remove(role('Round'))).toEqual({ state: 'done', binding: undefined });
  expect(await client.show(role('Round'))).toEqual({ state: 'done', binding: undefined });
});

test('what Entra has not copied yet is pending, with the time to come again', async () => {
  sandbox.entra.replication.lag.reads = 3;
  const pending = await client.ensure(role('Lagging'), { roleId: ROLE_ID });
  sandbox.entra.replication.lag.reads = 0;
  sandbox.entra.replication.settle();
  expect(pending).toEqual({ state: 'pending', retryAfterMs: 5_000 });
});

describe('a refusal', () => {
  test('of the API has the code of the API', async () => {
    await client.ensure(role('Again'), { roleId: ROLE_ID });
    const failure = await failureOf(client.ensure(role('Again'), { roleId: LATER_ROLE_ID }));
    expect(failure.code).toBe('EAC_BINDING_RECREATED');
    expect(failure.whatHappened()).toContain('directory API said HTTP 409');
  });

  test('of the token is told as that', async () => {
    const stranger = new DirectoryApiClient(
      new URL(running.url),
      async () => new Secret('x'),
      online,
    );
    expect((await failureOf(stranger.show(role('Any')))).code).toBe('EAC_API_TOKEN');
  });

  test('for a while is tried again', async () => {
    let first = true;
    sandbox.intercept = (service) => {
      if (service !== 'graph' || !first) return undefined;
      first = false;
      return { status: 429, headers: { 'retry-after': '1' }, body: '' };
    };
    expect(await client.ensure(role('Throttled'), { roleId: ROLE_ID })).toMatchObject({
      state: 'done',
    });
  });
});

describe('another server in the place of the API', () => {
  const elsewhere = (url: string) => new DirectoryApiClient(new URL(url), token, online);

  test('is told from it', async () => {
    const failure = await failureOf(elsewhere(sandbox.entraUrl).show(role('Any')));
    expect(failure.code).toBe('EAC_API_ANSWER');
  });

  test('that is not there is told as that', async () => {
    const failure = await failureOf(elsewhere('https://localhost:1').show(role('Any')));
    expect(failure.code).toBe('EAC_API_UNREACHABLE');
  });
});
