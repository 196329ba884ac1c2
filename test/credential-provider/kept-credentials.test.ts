import { guestPlatform, type Platform } from '@entra-aws-creds/core/programs';
import { standardScenario, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsCredentialProvider } from '../../packages/credential-provider/src/aws-credentials.ts';
import { exchangeProvider } from '../../packages/credential-provider/src/exchange-provider.ts';
import { inputsOf } from '../../packages/credential-provider/src/option-inputs.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';

let passed = 0;
const now = () => new Date(Date.now() + passed);
const sandbox = await sandboxOfFile({ now });
const scenario = await standardScenario(sandbox);
const MINUTE = 60_000;

// A machine's identity signs nothing, so that no library's own clock is in it.
const identity = scenario.tenant.app();
Object.assign(sandbox.machine, { tenant: scenario.tenant, systemAssigned: identity });
scenario.role.trustPolicy = tightTrustPolicy(scenario.provider, {
  aud: scenario.tokenAudience,
  sub: identity.servicePrincipalObjectId,
});

/** How far renewals are spread, as a part of the most. */
let spread: number;
let provider: AwsCredentialProvider;

beforeEach(() => {
  spread = 0;
  const platform: Platform = {
    ...guestPlatform({
      AWS_CA_BUNDLE: sandbox.caFile,
      ...sandbox.machine.environment('App Service'),
    }),
    clock: { now },
    randomFraction: () => spread,
  };
  const inputs = inputsOf({
    audience: scenario.audience,
    stsEndpoint: sandbox.stsUrl,
    roleArn: scenario.roleArn,
    region: 'eu-west-1',
    retryMaxAttempts: 1,
  });
  provider = exchangeProvider(async () => ({ name: 'managed-identity' }), inputs, platform);
  sandbox.aws.sessions.length = 0;
});

const opened = () => sandbox.aws.sessions.length;
const keyOf = async () => (await provider()).accessKeyId;
const pass = (minutes: number) => {
  passed += minutes * MINUTE;
};
/** Until renewals that nobody waits for have come to their end. */
const settled = async (sessions: number) => {
  while (opened() < sessions) await new Promise((resolve) => setTimeout(resolve, 10));
  await provider({ forceRefresh: true });
};

test('callers at the same time, and later ones, have one session', async () => {
  const keys = await Promise.all(Array.from({ length: 50 }, keyOf));
  pass(54);
  expect(new Set([...keys, await keyOf()]).size).toBe(1);
  expect(opened()).toBe(1);
});

describe('in its last five minutes a session', () => {
  beforeEach(async () => {
    await provider();
    pass(55.5);
  });

  test('is renewed once, while its callers go on with it', async () => {
    const before = sandbox.aws.sessions[0]?.accessKeyId;
    const keys = await Promise.all(Array.from({ length: 20 }, keyOf));
    expect(new Set(keys)).toEqual(new Set([before]));
    while (opened() < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    while ((await keyOf()) === before) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(opened()).toBe(2);
  });

  test('goes on when it cannot be renewed, which is tried again half a minute later', async () => {
    let refusals = 0;
    sandbox.intercept = () => {
      refusals += 1;
      return { status: 503, headers: {}, body: '' };
    };
    const before = await keyOf();
    while (refusals === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(provider({ forceRefresh: true })).rejects.toMatchObject({ isTransient: true });
    const so = refusals;
    expect(await keyOf()).toBe(before);
    expect(refusals).toBe(so);
    sandbox.intercept = undefined;
    pass(0.6);
    expect(await keyOf()).toBe(before);
    await settled(2);
    expect(await keyOf()).not.toBe(before);
  });
});

test('in its last minute a session serves nobody', async () => {
  const before = await keyOf();
  pass(59.1);
  sandbox.intercept = () => ({ status: 503, headers: {}, body: '' });
  await expect(provider()).rejects.toMatchObject({ isTransient: true });
  sandbox.intercept = undefined;
  const keys = await Promise.all([keyOf(), keyOf()]);
  expect(new Set(keys).size).toBe(1);
  expect(keys).not.toContain(before);
});

test('programs that were started together renew at different times', async () => {
  spread = 0.9;
  const before = await keyOf();
  pass(54.2);
  expect(await keyOf()).toBe(before);
  await settled(2);
  expect(opened()).toBeGreaterThan(1);
});

test('a refusal is not kept', async () => {
  sandbox.intercept = () => ({ status: 503, headers: {}, body: '' });
  const refused = await Promise.allSettled([provider(), provider()]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  sandbox.intercept = undefined;
  expect(await provider()).toHaveProperty('sessionToken');
});

test('a client that wants a new session gets one', async () => {
  const before = await keyOf();
  const { accessKeyId } = await provider({ forceRefresh: true });
  expect(accessKeyId).not.toBe(before);
  expect(await keyOf()).toBe(accessKeyId);
});
