import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pipelinesOn } from '../bundle/sandboxed-pipelines.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
const openPipeline = pipelinesOn(sandbox);
let estate: EmptyEstate;
let arn: string;
beforeEach(() => {
  estate = emptyEstate(sandbox);
  arn = `arn:aws:iam::${estate.account.id}:role/Deploy`;
});
afterEach(() => estate.home.close());

const web = () => present(estate.tenant.apps.find(({ displayName }) => displayName === 'web'));
const NOBODY_AT_AWS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

describe('two people, each with rights on one side', () => {
  test('make one binding: the first is told what the second runs', async () => {
    const first = await estate.run(
      [
        ...['setup', '--only', 'entra', '--application', 'web app', '--role', arn, '--yes'],
        ...['--certificate-path', estate.certificate, '--max-session-duration', '7200'],
      ],
      { env: NOBODY_AT_AWS },
    );
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('Not proved, since')]);
    const [, command = ''] = /^For AWS: entra-aws-creds (.+)$/m.exec(first.stderr) ?? [];
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    );
    const second = await estate.home.run([...words, ...estate.places, '--yes']);
    expect([second.status, second.stdout]).toEqual([
      0,
      expect.stringContaining(`role-to-assume: ${arn}`),
    ]);
    expect(present(estate.account.findRole('Deploy')).maxSessionDuration).toBe(7200);
    const [, doctor = ''] = /is: entra-aws-creds (doctor .+)$/m.exec(second.stderr) ?? [];
    const proof = await estate.home.run([
      ...doctor.replace('certificate.pem', estate.certificate).split(' '),
      ...estate.places.slice(0, 2),
    ]);
    expect([proof.status, proof.stdout]).toEqual([
      0,
      expect.stringContaining('assumed-role/Deploy'),
    ]);
  });

  test('take it away again, AWS first', async () => {
    const both = ['--application', 'web', '--role', arn, '--yes'];
    await estate.run(['setup', ...both, '--certificate-path', estate.certificate]);
    const { clientId, servicePrincipalObjectId } = web();
    const ids = ['--client-id', clientId, '--subject', servicePrincipalObjectId];
    const aws = ['teardown', '--only', 'aws', ...both, ...ids, ...estate.places];
    expect(await estate.home.run(aws)).toMatchObject({ status: 0 });
    expect(estate.account.roles).toEqual([]);
    const entra = ['teardown', '--only', 'entra', ...both, '--purge'];
    expect(await estate.run(entra, { env: NOBODY_AT_AWS })).toMatchObject({ status: 0 });
    expect(estate.tenant.apps).toEqual([estate.administrator]);
  });

  test('--only aws needs what the other half prints', async () => {
    const { status, stderr } = await estate.home.run([
      ...['setup', '--only', 'aws', '--application', 'web', '--role', arn, '--yes'],
      ...estate.places,
    ]);
    expect([status, stderr]).toEqual([64, expect.stringContaining('setup --only entra')]);
  });
});

describe('a federated credential', () => {
  const SUBJECT = 'repo:contoso/website:environment:production';
  const setup = (...flags: readonly string[]) =>
    estate.run(['setup', '--application', 'web', '--role', arn, '--yes', ...flags]);

  test('is not proved from here, and opens the role in the job that it names, and in no other', async () => {
    const { status, stdout, stderr } = await setup(
      ...['--federated', 'github:contoso/website:environment:production'],
    );
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining('Not proved, since only the job'),
    ]);
    expect(stdout).toContain('id-token: write');
    expect(stdout).toContain('entra-credential: github-oidc');
    expect(stdout).not.toContain('ENTRA_CERTIFICATE');
    const step = async (subject: string) => {
      const { environment } = sandbox.github.grant({ subject });
      const pipeline = openPipeline('GitHub Actions', 'Node 20', { environment });
      return pipeline.step({
        'tenant-id': estate.tenant.id,
        'client-id': web().clientId,
        'entra-credential': 'github-oidc',
        'aws-region': 'eu-west-1',
        'role-to-assume': arn,
        'authority-host': sandbox.entraUrl,
        'sts-endpoint': sandbox.stsUrl,
      });
    };
    expect(await step(SUBJECT)).toMatchObject({ errors: [], succeeded: true });
    expect((await step('repo:contoso/website:pull_request')).errors.join()).toContain(
      'EAC_ENTRA_FEDERATION_REFUSED',
    );
  });

  test('of another issuer comes with a command that its job can run', async () => {
    const { stdout, stderr } = await setup(
      ...['--federated-issuer', 'https://gitlab.contoso.com'],
      ...['--federated-subject', 'project_path:web/site:ref_type:branch:ref:main'],
    );
    expect(stderr).toContain('run the command below in that job');
    expect(stdout).toContain(
      'exec --entra-credential oidc-token --oidc-token-variable ENTRA_TOKEN',
    );
    expect(web().federatedCredentials).toMatchObject([{ issuer: 'https://gitlab.contoso.com' }]);
  });

  test('takes no certificate', async () => {
    const flags = ['--federated', 'github:contoso/website:pull_request'];
    const { status, stderr } = await setup(...flags, '--certificate-path', estate.certificate);
    expect([status, stderr]).toEqual([64, expect.stringContaining('takes no certificate')]);
  });
});
