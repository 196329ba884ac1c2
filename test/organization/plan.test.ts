import { refuseIam } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { NightReport, PlannedRole } from '../../packages/organization/src/index.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { MEMBER } from './harness/developer.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();
const GITHUB = { 'entra-aws-creds:subject': 'github:contoso/web:environment:prod' };
const READS = /^(?:Get|List)/;

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});

/** A plan, and what was asked of IAM and Graph meanwhile. */
async function plan(
  order: object = {},
): Promise<{ report: NightReport; asked: readonly string[] }> {
  const before = sandbox.requests.length;
  const ended = await estate.night({ only: 'plan', ...order });
  expect(ended).toMatchObject({ status: 'SUCCEEDED', error: undefined });
  const asked = sandbox.requests
    .slice(before)
    .filter(({ service }) => service === 'iam' || service === 'graph')
    .map(({ service, method, body }) =>
      service === 'graph' ? method : (new URLSearchParams(body).get('Action') ?? ''),
    );
  return { report: ended.output as NightReport, asked };
}

function planned({ reports }: NightReport): readonly PlannedRole[] {
  return reports.flatMap(({ roles = [] }) => roles);
}

describe('a plan', () => {
  test('says what a night would do, writes nothing and starts nothing', async () => {
    await estate.developer.createRole('bound', GITHUB);
    await estate.developer.createRole('gone', GITHUB);
    await estate.settle();
    await estate.night();
    await estate.developer.deleteRole('gone');
    await estate.developer.createRole('waiting', GITHUB);
    await estate.developer.createRole('adopted', { 'entra-aws-creds:managed': 'true' }, 'api://x');
    await estate.developer.createRole('by-hand', {}, 'api://by-hand');
    await estate.developer.createRole('forbidden', {
      'entra-aws-creds:subject': 'github:contoso-evil/web:environment:prod',
    });
    estate.events.length = 0;
    estate.executions.length = 0;
    const { report, asked } = await plan();
    expect(planned(report)).toEqual([
      { role: 'forbidden', do: 'stopped', why: expect.stringContaining('EAC_BINDING_CONFLICT') },
      { role: 'gone', do: 'let-go', why: expect.stringMatching(/^the role is gone; client ID /) },
      { role: 'adopted', do: 'bind', why: 'its tag asks for it' },
      { role: 'waiting', do: 'bind', why: 'its audience is the placeholder' },
    ]);
    expect(report).toMatchObject({ only: 'plan', accounts: 1, bound: 1, toDo: 4 });
    expect(asked.filter((one) => one !== 'GET' && !READS.test(one))).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
    expect(estate.executions).toEqual([]);
    await estate.night();
    expect(estate.executions).toHaveLength(report.toDo);
  });

  test('is empty where a night has done everything', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    await estate.night();
    const { report } = await plan();
    expect(report).toMatchObject({ accounts: 1, bound: 1, toDo: 0, reports: [] });
  });

  test('names what is missing of a binding, and the providers', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    const provider = estate.provider();
    if (provider === undefined) throw new Error('there is none');
    provider.clientIds.length = 0;
    const { report } = await plan();
    expect(planned(report)).toEqual([
      { do: 'make-providers', why: expect.stringContaining(estate.tenant.id) },
      { role: 'deploy', do: 'mend', why: expect.stringContaining('Audience ') },
    ]);
  });

  test('shows the limit of a hundred audiences before it is met', async () => {
    await estate.night();
    estate.provider()?.clientIds.push(...Array.from({ length: 100 }, (_, n) => `app-${n}`));
    await estate.developer.createRole('deploy', GITHUB);
    estate.events.length = 0;
    const [found] = planned((await plan()).report);
    expect(found).toMatchObject({ role: 'deploy', do: 'stopped' });
    expect(found?.why).toMatch(/100/);
  });

  test('tells of an account that cannot be looked at, and does not raise the alarm of the night', async () => {
    estate.member.removeRole('entra-aws-creds-automation');
    const { report } = await plan();
    expect(report.reports).toEqual([
      expect.objectContaining({
        account: MEMBER,
        failed: { error: 'Refused', why: expect.stringContaining('EAC_STS_') },
      }),
    ]);
    const night = await estate.night();
    expect(night).toMatchObject({ status: 'FAILED', error: 'AccountsFailed' });
    expect(night.cause).toMatch(RegExp(`${MEMBER} \\(Refused: EAC_STS_`));
  });
});

test('an account whose IAM stays busy is told of in a few words, however long its answer', async () => {
  estate.set('RETRY_MAX_ATTEMPTS', '1');
  refuseIam(sandbox, 'Throttling', { of: ['GetOpenIDConnectProvider'] });
  const { report } = await plan();
  expect(report.reports).toEqual([
    { account: MEMBER, looked: 0, bound: 0, toDo: 0, failed: { error: 'Throttled' } },
  ]);
});

describe('of one account', () => {
  test('is asked for by its number', async () => {
    const { report } = await plan({ account: MEMBER });
    expect(report.accounts).toBe(1);
  });

  test('fails where it is none of the organization', async () => {
    const ended = await estate.night({ only: 'plan', account: '999999999999' });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Failed' });
    expect(ended.cause).toContain('999999999999');
  });
});
