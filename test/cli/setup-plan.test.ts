import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
let estate: EmptyEstate;
let arn: string;
beforeEach(() => {
  estate = emptyEstate(sandbox);
  arn = `arn:aws:iam::${estate.account.id}:role/Deploy`;
});
afterEach(() => estate.home.close());

const file = (name: string) => join(estate.home.folder, name);
const binding = () => ['--application', 'web', '--role', arn];
const planned = () => estate.run(['setup', ...binding(), '--out', 'plan.json']);
const apply = (...flags: readonly string[]) =>
  estate.run(['setup', '--plan', 'plan.json', ...flags]);

describe('a plan in a file', () => {
  test('changes nothing, and is done and proved as it stands, without being told anything again', async () => {
    const { status, stderr } = await planned();
    expect([status, stderr]).toEqual([0, expect.stringContaining('+ Entra application "web"')]);
    expect(estate.account.roles).toEqual([]);
    expect(statSync(file('plan.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(file('plan.json'), 'utf8')).not.toContain('PRIVATE KEY');
    const done = await apply();
    expect([done.status, done.stderr]).toEqual([
      0,
      expect.stringMatching(/Made: Entra application "web"[\s\S]*\nProved: /),
    ]);
    expect(present(estate.account.findRole('Deploy')).trustPolicy).toBeDefined();
    expect((await apply()).stderr).toContain('EAC_BINDING_PLAN_STALE');
  });

  test('is not done when anything that it was made from is another by then', async () => {
    await planned();
    estate.account.provider({
      url: `https://login.microsoftonline.com/${estate.tenant.id}/v2.0`,
      clientIds: ['somebody-else'],
    });
    const before = estate.tenant.apps.length;
    const { status, stderr } = await apply();
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_BINDING_PLAN_STALE')]);
    expect(estate.tenant.apps).toHaveLength(before);
    expect(estate.account.roles).toEqual([]);
  });

  test('decides everything: other flags are refused, and so is a plan of teardown', async () => {
    await estate.run(['teardown', '--role', arn, '--out', 'plan.json']);
    expect(await apply('--adopt')).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('--adopt does not go with --plan'),
    });
    expect(await apply()).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('is one of teardown'),
    });
  });

  test('that nobody of ours wrote is refused before anything is asked', async () => {
    writeFileSync(file('plan.json'), '{"format":1}');
    const before = sandbox.requests.length;
    const { status, stderr } = await apply();
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_INPUT_INVALID')]);
    expect(sandbox.requests).toHaveLength(before);
  });

  test('takes a binding away too', async () => {
    await estate.run(['setup', ...binding(), '--yes']);
    expect(existsSync(file('entra-aws-creds-web.pem'))).toBe(true);
    const { status, stderr } = await estate.run([
      ...['teardown', ...binding(), '--purge', '--out', 'gone.json'],
    ]);
    expect([status, stderr]).toEqual([0, expect.stringContaining('- Role')]);
    expect(estate.account.roles).toHaveLength(1);
    expect(await estate.run(['teardown', '--plan', 'gone.json'])).toMatchObject({ status: 0 });
    expect(estate.account.roles).toEqual([]);
  });
});

test('while it works, setup tells what it has made by its IDs', async () => {
  const { stderr } = await estate.run([
    ...['setup', ...binding(), '--yes', '--max-session-duration', '7200', '--only', 'entra'],
  ]);
  const made = present(estate.tenant.apps.find(({ displayName }) => displayName === 'web'));
  expect(stderr).toContain(`Made: Service principal of the client ID ${made.clientId}\n`);
  const aws = await estate.run([
    ...['setup', ...binding(), '--yes', '--max-session-duration', '7200', '--only', 'aws'],
    ...['--client-id', made.clientId, '--subject', made.servicePrincipalObjectId],
  ]);
  expect(aws.stderr).toContain(
    `Made: Role ${arn}, which nobody can assume yet: sessions of up to 7200 s\n`,
  );
  expect(aws.stderr).toMatch(
    RegExp(`tokens with aud = ${made.clientId}, oaud = ${made.clientId}, sub = [0-9a-f-]{36}\n`),
  );
});
