import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
let estate: EmptyEstate;
beforeAll(() => {
  estate = emptyEstate(sandbox);
});
afterAll(() => estate.home.close());

const arn = (name: string) => `arn:aws:iam::${estate.account.id}:role/${name}`;
const role = (name: string) => present(estate.account.findRole(name));
const setup = (name: string, ...flags: readonly string[]) =>
  estate.run([
    ...['setup', '--application', name, '--role', arn(name), '--yes'],
    ...['--certificate-path', estate.certificate, ...flags],
  ]);
const conditions = (name: string) =>
  Object.entries(
    present([role(name).trustPolicy.Statement].flat()[0]).Condition?.['StringEquals'] ?? {},
  ).map(([key, value]) => [key.slice(key.lastIndexOf(':') + 1), value]);
const clientId = (name: string) =>
  present(estate.tenant.apps.find(({ displayName }) => displayName === name)).clientId;

describe('setup', () => {
  test('gives the role its limits, and changes them when it is run with others', async () => {
    const policy = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const limits = ['--permissions-boundary', policy, '--max-session-duration', '7200'];
    const first = await setup('limits', ...limits);
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('\nProved: ')]);
    expect(role('limits')).toMatchObject({ maxSessionDuration: 7200, permissionsBoundary: policy });
    const again = await setup('limits', '--max-session-duration', '3600');
    expect(again.stderr).toContain(`Changed: Role ${arn('limits')}: sessions of up to 3600 s\n`);
    expect(role('limits').maxSessionDuration).toBe(3600);
  });

  test('uses a certificate that there is already, and proves it with its private key', async () => {
    const { stdout } = await setup('own', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      proved: true,
      certificate: { path: estate.certificate },
    });
  });

  test('does without the private key, and says what proves the trust where it is', async () => {
    const [, certificate = ''] = /(-----BEGIN CERTIFICATE[\s\S]*)$/.exec(estate.pem) ?? [];
    const path = estate.home.write('public.pem', certificate);
    const { status, stderr } = await estate.run([
      ...['setup', '--application', 'public', '--role', arn('public'), '--yes'],
      ...['--certificate-path', path],
    ]);
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/Not proved, since the private key is not here\. .*doctor/),
    ]);
  });

  test('pins v1.0 tokens without :oaud', async () => {
    expect((await setup('v1', '--token-version', '1.0')).stderr).toContain('\nProved: ');
    expect(conditions('v1').map(([key]) => key)).toEqual(['aud', 'sub']);
    expect((await setup('v1')).stderr).toContain('there is nothing to do');
  });

  test('lets roles share one resource application, which the subject tells apart', async () => {
    const resource = estate.tenant.app({ displayName: 'aws', requestedAccessTokenVersion: 1 });
    const audience = `api://${resource.clientId}`;
    resource.appIdUris.push(audience);
    for (const name of ['shared-one', 'shared-other']) {
      expect((await setup(name, '--audience', audience)).stderr).toContain('\nProved: ');
      expect(conditions(name)[0]).toEqual(['aud', audience]);
    }
    expect(conditions('shared-one')[1]).not.toEqual(conditions('shared-other')[1]);
    const provider = present(
      estate.account.providers.find(({ url }) => url.includes('sts.windows')),
    );
    expect(provider.clientIds.filter((one) => one === audience)).toHaveLength(1);
  });

  test('gives one application several roles, and teardown takes it with the last', async () => {
    const second = ['--application', 'limits', '--role', arn('second'), '--yes'];
    expect((await estate.run(['setup', ...second])).status).toBe(0);
    const only = clientId('limits');
    await estate.run(['teardown', ...second]);
    expect(clientId('limits')).toBe(only);
    await estate.run(['teardown', '--role', arn('limits'), '--yes']);
    expect(estate.tenant.apps.some(({ displayName }) => displayName === 'limits')).toBe(false);
  });
});
