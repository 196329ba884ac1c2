import type { EntraApp } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

const THROTTLED = { status: 429, headers: { 'retry-after': '1' }, body: '{}' };

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});

const SUBJECT = 'entra-aws-creds:subject';

function only(): EntraApp {
  const [application, ...others] = estate.applications;
  if (application === undefined || others.length > 0) throw new Error('there is not just one');
  return application;
}

function subjects(): readonly string[] {
  return only().federatedCredentials.map(({ subject }) => subject);
}

describe('a role that is changed', () => {
  test('lets in whom its tag names now, and nobody of before', async () => {
    await estate.developer.createRole('deploy', {
      [SUBJECT]: 'github:contoso/web:environment:prod',
    });
    await estate.settle();
    await estate.developer.tagRole('deploy', SUBJECT, 'github:contoso/api:environment:prod');
    await estate.settle();
    expect(subjects()).toEqual(['repo:contoso/api:environment:prod']);
  });

  test('whose tag was changed while no event came is set right at night', async () => {
    await estate.developer.createRole('deploy', {
      [SUBJECT]: 'github:contoso/web:environment:prod',
    });
    await estate.settle();
    await estate.developer.tagRole('deploy', SUBJECT, 'github:contoso/api:environment:prod');
    estate.events.length = 0;
    await estate.night();
    expect(subjects()).toEqual(['repo:contoso/api:environment:prod']);
  });

  test('whose statement is taken out is let go, with its mark and its audience', async () => {
    await estate.developer.createRole('deploy');
    await estate.settle();
    await estate.developer.trustAnother('deploy');
    await estate.settle();
    expect(estate.applications).toEqual([]);
    expect(estate.provider()?.clientIds).toEqual([]);
    expect([...(estate.member.findRole('deploy')?.tags.keys() ?? [])]).toEqual([]);
  });

  test('whose application an administrator deleted stays locked out', async () => {
    await estate.developer.createRole('deploy');
    await estate.settle();
    const { apps, deletedApps } = estate.tenant;
    only().registration.deletedAt = new Date();
    deletedApps.push(...apps.splice(apps.indexOf(only()), 1));
    estate.executions.length = 0;
    await estate.night();
    expect([estate.executions, estate.applications]).toEqual([[], []]);
  });
});

describe('roles that trust v1.0 tokens', () => {
  const createRole = (name: string) =>
    estate.developer.createRole(name, {}, 'entra-aws-creds', '/entra-aws-creds/', 'v1');

  test('have an audience each', async () => {
    await createRole('deploy');
    await estate.settle();
    expect(estate.provider('v1')?.clientIds).toEqual([only().clientId]);
    expect(only().requestedAccessTokenVersion).toBe(1);
  });

  test('have one for all of them where it is switched on, which stays when one goes', async () => {
    estate.set('SHARED_AUDIENCE', 'api://aws');
    await createRole('deploy');
    await createRole('test');
    await estate.settle();
    expect(estate.provider('v1')?.clientIds).toEqual(['api://aws']);
    const trust = JSON.stringify(await estate.developer.trustOf('deploy'));
    const { servicePrincipalObjectId } =
      estate.applications.find(({ displayName }) => displayName.endsWith('deploy')) ?? {};
    expect(trust).toContain(`:sub":"${servicePrincipalObjectId}"`);
    await estate.developer.deleteRole('deploy');
    await estate.settle();
    expect(estate.provider('v1')?.clientIds).toEqual(['api://aws']);
    expect(only().displayName).toMatch(/test$/);
  });
});

test('servers of Entra and IAM that lag, and a Graph that throttles, only take longer', async () => {
  sandbox.entra.replication.lag.reads = 2;
  sandbox.aws.readLag.reads = 2;
  let requests = 0;
  sandbox.intercept = (service) => {
    if (service !== 'graph') return undefined;
    requests += 1;
    return requests % 4 === 1 ? THROTTLED : undefined;
  };
  await estate.developer.createRole('deploy', { [SUBJECT]: 'github:contoso/web:environment:prod' });
  await estate.settle();
  expect(estate.executions.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  expect(subjects()).toEqual(['repo:contoso/web:environment:prod']);
  sandbox.entra.replication.lag.reads = 0;
  sandbox.aws.readLag.reads = 0;
});
