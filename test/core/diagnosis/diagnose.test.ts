import { expect, test } from '@jest/globals';
import type { InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { diagnose } from '../../../packages/core/src/diagnosis/diagnose.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { standardSandbox } from '../../standard-sandbox.ts';
import { terminalHost } from '../terminal-host.ts';

const { sandbox, scenario } = await standardSandbox({ mayReadItself: true });

const platform = () => nodePlatform({ AWS_CA_BUNDLE: sandbox.caFile });

async function look(
  changes: Partial<Record<InputName, string>> = {},
  cancelled = AbortSignal.any([]),
) {
  const { host } = terminalHost({
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    certificate: scenario.pem,
    audience: scenario.audience,
    'authority-host': sandbox.entraUrl,
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    'sts-endpoint': sandbox.stsUrl,
    'retry-max-attempts': '1',
    ...changes,
  });
  const seen: string[] = [];
  const checks = await diagnose(host, ['given'], platform(), cancelled, {
    begins: (name) => seen.push(`begins ${name}`),
    ends: ({ name, result }) => seen.push(`${result} ${name}`),
  });
  const results = Object.fromEntries(checks.map(({ name, result }) => [name, result]));
  return { checks, results, seen };
}

const AFTER_INPUTS = ['authority', 'clock', 'token', 'provider', 'session', 'trust-policy'];
const notTried = Object.fromEntries(AFTER_INPUTS.map((name) => [name, 'not-tried']));

test('each check begins and ends in its turn, and is told once', async () => {
  const { checks, seen } = await look();
  const names = checks.map(({ name }) => name);
  expect(seen).toEqual(names.flatMap((name) => [`begins ${name}`, `passed ${name}`]));
  expect(checks[0]?.facts).toEqual(['given']);
  expect(checks.at(-1)?.facts).toEqual(['Not looked at: "--trust-policy-check" is off']);
});

test('the policy of the role is judged where it is to be', async () => {
  const asked = { 'trust-policy-check': 'enforce', 'iam-endpoint': sandbox.iamUrl };
  const { checks } = await look(asked);
  expect(checks.at(-1)).toMatchObject({
    result: 'passed',
    facts: [`${scenario.roleArn}: admits this token, no findings`],
  });
});

test('accounts are kept out of it for those who want that', async () => {
  const { checks } = await look({ 'mask-aws-account-id': 'true' });
  expect(JSON.stringify(checks)).not.toContain(scenario.accountId);
});

test('what is wrong with inputs is told where it belongs, all of it', async () => {
  const { results, checks } = await look({
    'tenant-id': 'no tenant',
    'client-id': '',
    certificate: 'no certificate',
  });
  expect(results).toEqual({
    ...notTried,
    inputs: 'failed',
    environment: 'not-tried',
    credential: 'failed',
  });
  expect(checks[0]?.failures.map(({ code }) => code).sort()).toEqual([
    'EAC_INPUT_INVALID',
    'EAC_INPUT_MISSING',
  ]);
});

test('a failure of the exchange is that of the step that it came to', async () => {
  const atEntra = await look({ audience: 'api://nobody' });
  expect(atEntra.results).toMatchObject({
    token: 'failed',
    provider: 'not-tried',
    session: 'not-tried',
  });
  const atSts = await look({ 'role-to-assume': `${scenario.roleArn}-not` });
  expect(atSts.results).toMatchObject({ provider: 'passed', session: 'failed' });
  const [failure] = atSts.checks.flatMap(({ failures }) => failures);
  const { facts = [] } = atSts.checks.find(({ name }) => name === 'provider') ?? {};
  expect(failure?.notes.filter((note) => facts.includes(note))).toEqual([]);
});

test('an authority that is not there is told, and the clock compared with STS all the same', async () => {
  const { results } = await look({ 'authority-host': 'https://localhost:1' });
  expect(results).toEqual({
    ...notTried,
    inputs: 'passed',
    environment: 'passed',
    credential: 'passed',
    authority: 'failed',
    clock: 'passed',
  });
});

test('an authority that knows no such tenant is told by its answer', async () => {
  const { checks } = await look({ 'tenant-id': '00000000-0000-0000-0000-000000000000' });
  const authority = checks.find(({ name }) => name === 'authority');
  expect([authority?.result, authority?.failures.length]).toEqual(['failed', 1]);
});

test('when it is called off, what is under way fails, and nothing is added afterwards', async () => {
  const { results, seen } = await look({}, AbortSignal.abort('SIGINT'));
  expect(Object.values(results).filter((result) => result === 'failed')).toHaveLength(1);
  const told = seen.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(seen.length).toBe(told);
});
