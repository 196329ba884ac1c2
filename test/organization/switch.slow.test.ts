import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { shareOwnership } from './harness/documented-az.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

const SUBJECT = 'entra-aws-creds:subject';
const GITHUB = { [SUBJECT]: 'github:contoso/web:environment:prod' };

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});
afterEach(() => estate.close());

/** How executions ended since the last look, with their errors. */
function endings() {
  return estate.executions.splice(0).map(({ status, error }) => error ?? status);
}

type Way = readonly ['graph' | 'api', 'graph' | 'api'];

async function ask(directory: 'graph' | 'api'): Promise<void> {
  if (directory === 'api') await estate.askApi();
  else estate.askGraph();
}

/** Client ID of who owns what is made. */
async function maker(directory: 'graph' | 'api'): Promise<string> {
  return directory === 'graph'
    ? estate.automation.clientId
    : (await estate.startedApi()).identity.clientId;
}

describe.each<Way>([
  ['graph', 'api'],
  ['api', 'graph'],
])('from %s to %s', (from, to) => {
  beforeEach(async () => {
    await ask(from);
    for (const name of ['deploy', 'test']) await estate.developer.createRole(name, GITHUB);
    await estate.settle();
    expect(endings()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test('without the owners, a change of a role is refused, says what to do, and nothing is lost', async () => {
    await ask(to);
    await estate.developer.tagRole('deploy', SUBJECT, 'github:contoso/web:environment:next');
    await estate.settle();
    const { cause } = estate.executions.at(-1) ?? {};
    expect(endings()).toEqual(['Conflict']);
    expect(cause).toMatch(/EAC_BINDING_FOREIGN.*make this one an owner too/);
    await estate.night();
    expect(endings()).toEqual(['Conflict', 'Conflict']);
    expect(estate.applications.map(({ enabled }) => enabled)).toEqual([true, true]);
  });

  test('after the commands of the page, roles change and go as before', async () => {
    const identities = { OLD: await maker(from), NEW: await maker(to) };
    expect(await shareOwnership(sandbox, estate.tenant, identities)).toBe('');
    await ask(to);
    expect((await estate.night()).status).toBe('SUCCEEDED');
    expect(endings()).toEqual([]);
    await estate.developer.tagRole('deploy', SUBJECT, 'github:contoso/web:environment:next');
    await estate.developer.deleteRole('test');
    await estate.developer.createRole('new', GITHUB);
    await estate.settle();
    expect(new Set(endings())).toEqual(new Set(['SUCCEEDED']));
    const [deploy, made, ...others] = estate.applications;
    expect(others).toEqual([]);
    const subjects = deploy?.federatedCredentials.map(({ subject }) => subject);
    expect(subjects).toEqual(['repo:contoso/web:environment:next']);
    expect(deploy?.registration.owners).toHaveLength(2);
    expect(made?.registration.owners).toHaveLength(1);
    expect(await shareOwnership(sandbox, estate.tenant, identities)).toContain('already exist');
  });
});
