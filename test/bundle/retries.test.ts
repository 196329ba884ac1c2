import { setTimeout as sleep } from 'node:timers/promises';
import {
  type HttpRequest,
  type HttpResponse,
  injectFault,
  tightTrustPolicy,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { mainInputs } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const ROLES = 100;
/** More at a time would only be throttled by STS. */
const AT_THE_SAME_TIME = 50;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const { role, provider, tokenAudience, tokenSubject } = scenario;
for (let index = 0; index < ROLES; index += 1) {
  role.account.role({
    name: `Role${index}`,
    trustPolicy: tightTrustPolicy(provider, { aud: tokenAudience, sub: tokenSubject }),
  });
}

const throttled: HttpResponse = {
  status: 400,
  headers: { 'content-type': 'text/xml' },
  body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>r</RequestId></ErrorResponse>',
};

const field = ({ body }: HttpRequest, name: string) => new URLSearchParams(body).get(name) ?? '';

describe.each([
  ['GitHub Actions', 'Node 24'],
  ['Azure Pipelines', 'Node 20'],
] as const)('%s on %s', (host, node) => {
  const run = async (change: Readonly<Record<string, string>>) => {
    const before = sandbox.requests.length;
    const pipeline = openPipeline(host, node);
    const outcome = await pipeline.step({ ...mainInputs(sandbox, scenario), ...change });
    const requests = sandbox.requests.slice(before);
    const to = (service: string) => requests.filter((request) => request.service === service);
    return { ...outcome, entra: to('entra'), sts: to('sts') };
  };
  const profilesOf = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `p${index} = arn:aws:iam::${scenario.accountId}:role/Role${index}`,
    ).join('\n');

  test.each(['http-429', 'http-503', 'aadsts-transient', 'reset'])(
    'each attempt at the login signs an assertion of its own: %s',
    async (fault) => {
      injectFault(sandbox, 'entra', fault);
      const { entra } = await run({ 'retry-max-attempts': '3' });
      const assertions = entra.map((request) => field(request, 'client_assertion'));
      expect(assertions).toHaveLength(3);
      expect(new Set(assertions).size).toBe(3);
    },
  );

  test('with retry-max-attempts 1 nothing is tried again', async () => {
    injectFault(sandbox, 'sts', 'http-503');
    const { errors, log, sts } = await run({ 'retry-max-attempts': '1' });
    expect(errors[0]).toMatch(/^EAC_STS_UNAVAILABLE: /);
    expect(sts).toHaveLength(1);
    expect(log).not.toContain('Trying again');
  });

  test('the log says why something is tried again, and the step succeeds without a warning', async () => {
    injectFault(sandbox, 'sts', 'http-503-twice');
    const { succeeded, warnings, log } = await run({});
    expect([succeeded, warnings]).toEqual([true, []]);
    const told = log.split('\n').filter((line) => line.includes('Trying again'));
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(
      /Attempt 1 of 5 at assuming arn:aws:iam::\d+:role\/Deploy failed: .*HTTP 503.*Trying again in 0\.\d s\./,
    );
  });

  test('one role that is throttled is tried again alone', async () => {
    let spoilt = false;
    sandbox.intercept = (service, request) => {
      if (service !== 'sts' || spoilt || !field(request, 'RoleArn').endsWith('Role1')) return;
      spoilt = true;
      return throttled;
    };
    const { succeeded, sts } = await run({ 'role-to-assume': '', profiles: profilesOf(3) });
    expect(succeeded).toBe(true);
    expect(sts.map((request) => field(request, 'RoleArn').slice(-5)).sort()).toEqual([
      'Role0',
      'Role1',
      'Role1',
      'Role2',
    ]);
  });

  test('a chained call is tried again, and the call before it is not', async () => {
    const { role } = scenario;
    const next = role.account.role({
      name: `Next${node.replace(' ', '')}`,
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'sts:AssumeRole' }],
      },
    });
    let spoilt = false;
    sandbox.intercept = (service, request) => {
      if (service !== 'sts' || spoilt || field(request, 'Action') !== 'AssumeRole') return;
      spoilt = true;
      return throttled;
    };
    const { errors, sts } = await run({ 'role-chain': next.arn });
    expect(errors).toEqual([]);
    expect(sts.map((request) => field(request, 'Action'))).toEqual([
      'AssumeRoleWithWebIdentity',
      'AssumeRole',
      'AssumeRole',
    ]);
  });

  test(`${ROLES} roles, some of them throttled, are asked for ${AT_THE_SAME_TIME} at a time`, async () => {
    const seen = new Set<string>();
    let running = 0;
    let most = 0;
    sandbox.intercept = async (service, request) => {
      if (service !== 'sts') return;
      const role = field(request, 'RoleArn');
      const first = !seen.has(role);
      seen.add(role);
      running += 1;
      most = Math.max(most, running);
      await sleep(30);
      running -= 1;
      return first && role.endsWith('7') ? throttled : undefined;
    };
    const { errors, entra, sts, exported } = await run({
      'role-to-assume': '',
      profiles: profilesOf(ROLES),
    });
    expect(errors).toEqual([]);
    expect([entra.length, sts.length]).toEqual([1, ROLES + ROLES / 10]);
    expect(most).toBeLessThanOrEqual(AT_THE_SAME_TIME);
    expect(most).toBeGreaterThan(5);
    expect(exported.map(({ name }) => name)).toContain('AWS_CONFIG_FILE');
  });
});
