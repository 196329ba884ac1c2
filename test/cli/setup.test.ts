import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

let estate: EmptyEstate;
beforeEach(() => {
  estate = emptyEstate(sandbox);
});
afterEach(() => estate.home.close());

const role = () => `arn:aws:iam::${estate.account.id}:role/Deploy`;
const binding = () => ['--application', 'web', '--role', role(), '--yes'];
const setup = (...flags: readonly string[]) => estate.run(['setup', ...binding(), ...flags]);
const file = (name: string) => join(estate.home.folder, name);

const WITH_CERTIFICATE = ['--certificate-out', 'web.pem', '--policy-arn', READ_ONLY];

/** Requests that change something, since `from` requests were made. */
function writesSince(from: number): readonly string[] {
  return sandbox.requests
    .slice(from)
    .filter(({ service }) => service === 'graph' || service === 'iam')
    .filter(
      ({ method, body }) =>
        method !== 'GET' && !/^Action=(?:Get|List)|&Action=(?:Get|List)/.test(body),
    )
    .map(({ method, path }) => `${method} ${path}`);
}

describe('setup with a certificate', () => {
  test('goes from nothing to a proved trust, shows what goes into the pipeline, and does nothing again', async () => {
    const first = await setup(...WITH_CERTIFICATE);
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('\nProved: ')]);
    const [made] = estate.tenant.apps.filter(({ displayName }) => displayName === 'web');
    expect(first.stdout).toContain(`client-id: ${made?.clientId}`);
    expect(first.stdout).toContain(`roleToAssume: ${role()}`);
    const before = sandbox.requests.length;
    const again = await setup(...WITH_CERTIFICATE);
    expect([again.status, again.stderr]).toEqual([
      0,
      expect.stringContaining('there is nothing to do'),
    ]);
    expect(writesSince(before)).toEqual([]);
  });

  test('pins audience, resource and subject in the trust statement', async () => {
    const { stdout } = await setup(...WITH_CERTIFICATE, '--json');
    const { binding, proved } = JSON.parse(stdout);
    expect(proved).toBe(true);
    expect(binding.trust).toEqual({
      aud: binding.clientId,
      oaud: binding.clientId,
      sub: binding.subject,
    });
    const [statement] = [estate.account.findRole('Deploy')?.trustPolicy.Statement ?? []].flat();
    const prefix = `login.microsoftonline.com/${estate.tenant.id}/v2.0`;
    expect(statement?.Condition).toEqual({
      StringEquals: {
        [`${prefix}:aud`]: binding.clientId,
        [`${prefix}:oaud`]: binding.clientId,
        [`${prefix}:sub`]: binding.subject,
      },
    });
  });

  test('keeps the private key in a file for one user, and shows it to nobody', async () => {
    const { stdout, stderr } = await setup(...WITH_CERTIFICATE, '--debug');
    const pem = readFileSync(file('web.pem'), 'utf8');
    expect(statSync(file('web.pem')).mode & 0o777).toBe(0o600);
    expect(new X509Certificate(pem).publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    const [, secret = ''] = pem.split('\n');
    expect(stdout + stderr).not.toContain(secret);
    const sent = sandbox.requests.map(({ body }) => body).join('');
    expect(sent).not.toContain(secret);
  });

  test('with --dry-run writes nothing anywhere', async () => {
    const before = sandbox.requests.length;
    const { status, stderr } = await setup(...WITH_CERTIFICATE, '--dry-run');
    expect([status, stderr]).toEqual([0, expect.stringContaining('+ Entra application "web"')]);
    expect(writesSince(before)).toEqual([]);
    expect(existsSync(file('web.pem'))).toBe(false);
  });
});

test('teardown leaves nothing of what setup made', async () => {
  await setup(...WITH_CERTIFICATE);
  const { status, stderr } = await estate.run(['teardown', ...binding(), '--purge']);
  expect([status, stderr]).toEqual([0, expect.stringContaining('- Entra application "web"')]);
  expect(estate.account.roles).toEqual([]);
  expect(estate.account.providers).toEqual([]);
  expect(estate.tenant.apps.filter(({ displayName }) => displayName === 'web')).toEqual([]);
});

test('setup without anybody to ask and without --yes changes nothing, and says how', async () => {
  const { status, stderr } = await estate.run(['setup', '--application', 'web', '--role', role()]);
  expect([status, stderr]).toEqual([64, expect.stringContaining('--dry-run')]);
  expect(estate.account.roles).toEqual([]);
});

test('credentials of another account are refused before anything is written', async () => {
  const other = 'arn:aws:iam::999999999999:role/Deploy';
  const { status, stderr } = await estate.run([
    'setup',
    '--application',
    'web',
    '--role',
    other,
    '--yes',
  ]);
  expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_ADMIN_CREDENTIALS')]);
});
