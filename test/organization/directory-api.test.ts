import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { endStateOf } from './harness/end-state.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});
afterEach(() => estate.close());

const GITHUB = { 'entra-aws-creds:subject': 'github:contoso/web:environment:prod' };

/** The last execution's end. */
function ending() {
  const { status, error, cause } = estate.executions.at(-1) ?? {};
  return { status, error, cause };
}

test('ends as Graph itself does, and asks nothing of Graph as the automation', async () => {
  const life = async () => {
    for (const name of ['deploy', 'test']) await estate.developer.createRole(name, GITHUB);
    await estate.developer.createRole('old-tokens', {}, 'entra-aws-creds', undefined, 'v1');
    await estate.settle();
    await estate.developer.deleteRole('test');
    await estate.settle();
    await estate.night();
    expect(new Set(estate.executions.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    return endStateOf(estate);
  };
  const byGraph = await life();
  estate = await new OrganizationEstate(sandbox).open();
  const { identity } = await estate.askApi();
  expect(await life()).toEqual(byGraph);
  const owners = estate.applications.flatMap(({ registration }) => registration.owners);
  expect(new Set(owners)).toEqual(new Set([identity.servicePrincipalObjectId]));
});

describe('the directory API', () => {
  beforeEach(async () => {
    await estate.askApi();
    await estate.developer.createRole('deploy', GITHUB);
  });
  const failures = () => estate.log.filter(({ level }) => level === 'error');

  test('is asked again while Entra copies what it did', async () => {
    sandbox.entra.replication.lag.reads = 2;
    await estate.settle();
    sandbox.entra.replication.lag.reads = 0;
    expect(ending().status).toBe('SUCCEEDED');
    expect(estate.applications).toHaveLength(1);
    expect(estate.log).toContainEqual(expect.objectContaining({ error: 'NotYet' }));
  });

  test('that refuses the automation is told as that, at once', async () => {
    const { api, caller } = await estate.askApi();
    api.assignedRoles[caller.clientId] = ['Bindings.Read'];
    await estate.settle();
    expect(ending().error).toBe('Refused');
    expect(ending().cause).toMatch(/EAC_API_ROLE.*Bindings\.Write/);
  });

  test('whose own identity lacks its permission is told as that, at once', async () => {
    const { identity } = await estate.askApi();
    estate.tenant.graph.assignedRoles[identity.clientId] = [];
    await estate.settle();
    expect(ending().error).toBe('Refused');
    expect(ending().cause).toMatch(/EAC_GRAPH_DENIED.*Application\.ReadWrite\.OwnedBy/);
    expect(failures()).toHaveLength(1);
  });

  test('that is down is asked for a quarter of an hour, and then the execution can be redriven', async () => {
    estate.set('DIRECTORY_API_ENDPOINT', 'https://localhost:1');
    await estate.settle();
    expect(ending().error).toBe('Throttled');
    expect(failures().length).toBeGreaterThan(10);
    expect(new Set(failures().map(({ error }) => error))).toEqual(new Set(['Throttled']));
    await estate.askApi();
    await estate.night();
    expect(ending().status).toBe('SUCCEEDED');
  });
});
