import type { AwsRole, EntraApp } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
let estate: EmptyEstate;
let arn: string;
let application: EntraApp;
let role: AwsRole;

beforeAll(async () => {
  estate = emptyEstate(sandbox);
  arn = `arn:aws:iam::${estate.account.id}:role/Deploy`;
  const { status, stderr } = await estate.run([
    ...['setup', '--application', 'web', '--role', arn, '--yes', '--certificate-out', 'web.pem'],
  ]);
  if (status !== 0) throw new Error(stderr);
  application = present(estate.tenant.apps.find(({ displayName }) => displayName === 'web'));
  role = present(estate.account.findRole('Deploy'));
});
afterAll(() => estate.home.close());

const verify = (...flags: readonly string[]) => estate.run(['verify', '--role', arn, ...flags]);

test('a binding that was just set up is in step', async () => {
  expect(await verify()).toMatchObject({
    status: 0,
    stdout: 'In step: both sides hold what they should.\n',
  });
});

describe('drift', () => {
  let trusted: AwsRole['trustPolicy'];
  beforeEach(() => {
    trusted = role.trustPolicy;
  });

  test('of the trust statement is told by its kind, with exit status 2', async () => {
    const statement = present([trusted.Statement].flat()[0]);
    const { Condition: _, ...open } = statement;
    role.trustPolicy = { ...trusted, Statement: [open] };
    const { status, stdout } = await verify();
    role.trustPolicy = trusted;
    expect([status, stdout]).toEqual([2, expect.stringContaining('high  trust-widened\n')]);
  });

  test('of each side is told for programs', async () => {
    application.enabled = false;
    const [provider] = estate.account.providers;
    const audiences = present(provider).clientIds.splice(0);
    const { status, stdout } = await verify('--json', '--application', 'web');
    application.enabled = true;
    present(provider).clientIds.push(...audiences);
    expect(status).toBe(2);
    const { inStep, drift } = JSON.parse(stdout);
    expect(inStep).toBe(false);
    expect(drift.map(({ kind }: { kind: string }) => kind)).toEqual([
      'service-principal-disabled',
      'missing-audience',
    ]);
  });

  test('of one half is found without the other', async () => {
    const { status, stdout } = await verify('--only', 'entra', '--application', 'other');
    expect([status, stdout]).toEqual([2, expect.stringContaining('application-missing')]);
  });
});

test('show gives the developer the client ID, and what both sides hold, by the role alone', async () => {
  role.tags.set('entra-aws-creds:status', 'conflict: EAC_BINDING_CONFLICT no');
  const { status, stdout } = await estate.run(['show', '--role', arn]);
  role.tags.delete('entra-aws-creds:status');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Automation +conflict: .*\nNext +Correct what/m);
  expect(stdout).toMatch(RegExp(`^Client ID +${application.clientId}$`, 'm'));
  expect(stdout).toMatch(RegExp(`^Subject +${application.servicePrincipalObjectId}$`, 'm'));
  expect(stdout).toMatch(/^Certificate +entra-aws-creds .* valid until /m);
  expect(stdout).toContain('In step');
});

test('show says why nobody gets in', async () => {
  const { status, stdout } = await estate.run(['show', '--role', `${arn}2`, '--json']);
  const { binding, drift } = JSON.parse(stdout);
  expect([status, binding.clientId]).toEqual([0, null]);
  expect(drift.map(({ kind }: { kind: string }) => kind)).toEqual([
    'application-missing',
    'role-missing',
  ]);
});

test('list names every binding that either side speaks of', async () => {
  const { status, stdout } = await estate.run(['list']);
  expect([status, stdout]).toEqual([0, `${arn}  ${application.clientId} "web"\n`]);
  const { bindings } = JSON.parse((await estate.run(['list', '--json', '--only', 'entra'])).stdout);
  expect(bindings).toEqual([
    { clientId: application.clientId, displayName: 'web', role: arn, inEntra: true },
  ]);
});
