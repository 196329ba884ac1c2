import { beforeEach, describe, expect, test } from '@jest/globals';
import type { HostName, StepOutcome } from '../bundle/pipeline.ts';
import { type Answer, postForm, send } from '../sandbox/client.ts';
import { type Keys, signedHeaders } from '../sandbox/signed-call.ts';
import { judgedSandbox } from './judged-sandbox.ts';
import { keysOf } from './published-keys.ts';
import { startMoto } from './start-moto.ts';

/*
 * moto does not look at the token. What it judges is everything around it: the requests to STS and IAM as a
 * server of somebody else reads them, its answers as ours reads them, and the signature under iam:GetRole.
 */

const ANYBODY: Keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' };

const { scenario, url, trusting, ...judged } = await judgedSandbox(startMoto);

beforeEach(async () => {
  await post('/moto-api/reset');
  await verifySignaturesAfter(Number.POSITIVE_INFINITY);
  await iam('CreateRole', {
    RoleName: 'Deploy',
    AssumeRolePolicyDocument: JSON.stringify(scenario.role.trustPolicy),
  });
});

async function post(path: string, body = ''): Promise<void> {
  const answer = await send(trusting, `${url}${path}`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

/** From the request after so many on, moto wants signatures, and permission for what is asked. */
function verifySignaturesAfter(requests: number): Promise<void> {
  return post('/moto-api/reset-auth', String(requests).toLowerCase());
}

async function iam(action: string, parameters: Readonly<Record<string, string>>): Promise<void> {
  const form = { Action: action, Version: '2010-05-08', ...parameters };
  expect(await askIam(ANYBODY, form)).toMatchObject({ status: 200 });
}

async function askIam(keys: Keys, form: Readonly<Record<string, string>>): Promise<Answer> {
  const call = { url: `${url}/`, method: 'POST', service: 'iam', form } as const;
  return postForm(trusting, call.url, form, await signedHeaders(keys, call));
}

function allow(role: string, action: string): Promise<void> {
  const statement = { Effect: 'Allow', Action: action, Resource: '*' };
  const policy = { Version: '2012-10-17', Statement: [statement] };
  const named = { RoleName: role, PolicyName: action.replace(':', '-') };
  return iam('PutRolePolicy', { ...named, PolicyDocument: JSON.stringify(policy) });
}

function step(
  host: HostName,
  changes: Readonly<Record<string, string>> = {},
): Promise<StepOutcome> {
  return judged.step(host, { 'sts-endpoint': url, ...changes });
}

describe.each(['GitHub Actions', 'Azure Pipelines'] as const)('%s', (host) => {
  test('reads what moto answers to the exchange', async () => {
    const outcome = await step(host, { 'role-session-name': 'run-1' });
    expect(outcome.errors).toEqual([]);
    expect(outcome.outputs).toMatchObject({
      'aws-account-id': scenario.accountId,
      'assumed-role-arn': `arn:aws:sts::${scenario.accountId}:assumed-role/Deploy/run-1`,
    });
  });

  test('signs its look at the trust policy as moto verifies it, and reads the policy', async () => {
    await allow('Deploy', 'iam:GetRole');
    await verifySignaturesAfter(1);
    const outcome = await step(host, { 'trust-policy-check': 'enforce', 'iam-endpoint': url });
    expect(outcome.errors).toEqual([]);
    expect(outcome.log + outcome.kept).toMatch(
      /Trust policy.{0,40}admits this token, no findings/s,
    );
  });

  test('is not let at the trust policy without permission, and says so', async () => {
    await verifySignaturesAfter(1);
    const outcome = await step(host, { 'trust-policy-check': 'enforce', 'iam-endpoint': url });
    expect(outcome).toMatchObject({ succeeded: false, exported: [] });
    // moto calls its refusal text/html, which IAM never does.
    expect(outcome.errors.join()).toMatch(/EAC_TRUST_POLICY_UNAVAILABLE: .*HTTP 403/);
  });

  test('publishes credentials that moto takes, and takes no others', async () => {
    await allow('Deploy', 'iam:GetRole');
    const keys = keysOf(await step(host));
    await verifySignaturesAfter(0);
    const form = { Action: 'GetRole', Version: '2010-05-08', RoleName: 'Deploy' };
    expect(await askIam(keys, form)).toMatchObject({ status: 200 });
    const wrong = { ...keys, secretAccessKey: 'x'.repeat(40) };
    expect(await askIam(wrong, form)).toMatchObject({
      status: 403,
      body: expect.stringContaining('SignatureDoesNotMatch'),
    });
  });

  test('signs the next link of a chain as moto verifies it', async () => {
    await allow('Deploy', 'sts:AssumeRole');
    await verifySignaturesAfter(1);
    const next = scenario.roleArn.replace('Deploy', 'Next');
    const outcome = await step(host, { 'role-chain': next, 'role-session-name': 'run-1' });
    expect(outcome.errors).toEqual([]);
    expect(outcome.outputs['assumed-role-arn']).toMatch(/:assumed-role\/Next\/run-1$/);
  });
});
