import { spawn, spawnSync } from 'node:child_process';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { graphApp } from '../sandbox/graph-client.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate } from './administrator.ts';
import { azureCli } from './azure-cli.ts';
import { type Outcome, outcomeOf } from './program.ts';

jest.setTimeout(300_000);

const sandbox = await sandboxOfFile();
const has = (program: string) =>
  spawnSync(program, ['--version']).status === 0 ? test : test.skip;
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const CLIENT_ID = '11111111-2222-4333-8444-555555555555';
const SUBJECT = '66666666-7777-4888-8999-000000000000';

let estate: EmptyEstate;
beforeEach(() => {
  estate = emptyEstate(sandbox);
});
afterEach(() => estate.home.close());

const role = () => `arn:aws:iam::${estate.account.id}:role/team/Deploy`;
const print = (form: string, ...flags: readonly string[]) =>
  estate.run([
    'setup',
    ...['--application', "The team's $HOME", '--role', role(), '--policy-arn', READ_ONLY],
    ...['--print', form, ...flags],
  ]);
const IDS = ['--client-id', CLIENT_ID, '--subject', SUBJECT];
const HALVES = {
  cli: ['--only', 'aws', ...IDS],
  terraform: ['--only', 'aws', ...IDS],
  cloudformation: IDS,
  bicep: ['--federated', 'github:contoso/web:environment:production'],
} as const;

describe.each(Object.entries(HALVES))('--print %s', (form, flags) => {
  test('asks no server, and says that nothing is proved and how to prove it', async () => {
    const before = sandbox.requests.length;
    const { status, stdout, stderr } = await print(form, ...flags);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Nothing was done, and nothing/)]);
    expect(stdout).toMatch(
      /Not proved here\. To prove it in the pipeline: entra-aws-creds doctor --tenant-id /,
    );
    expect(sandbox.requests).toHaveLength(before);
  });
});

test.each([
  [['cobol'], '--print takes cli, terraform, cloudformation, bicep.'],
  [['bicep', '--only', 'aws'], '--print bicep has no words for the half of AWS.'],
  [['cli', ...IDS], '--client-id and --subject go with --only aws.'],
  [['cli'], 'The application needs something to log in with.'],
])('--print %j is refused', async ([form = '', ...flags], why) => {
  const { status, stdout, stderr } = await print(form, ...flags);
  expect([status, stdout, stderr]).toEqual([64, '', expect.stringContaining(why)]);
});

describe('the script of --print cli', () => {
  /** Runs it with `aws` of this machine and an `az` that is logged in to the sandbox. */
  async function run(script: string, args: readonly string[] = []): Promise<Outcome> {
    const { token } = await graphApp(sandbox, estate.tenant, 'Application.ReadWrite.All');
    const { PATH = '' } = process.env;
    const az = azureCli(estate.home.folder, estate.tenant, token);
    const shell = spawn('bash', [estate.home.write('set-up.sh', script), ...args], {
      cwd: estate.home.folder,
      env: {
        ...estate.home.environment,
        ...az.env,
        PATH: `${az.folder}:${PATH}`,
        AWS_CA_BUNDLE: sandbox.caFile,
        AWS_ENDPOINT_URL_IAM: sandbox.iamUrl,
        AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
        AWS_DEFAULT_REGION: 'eu-west-1',
      },
    });
    return outcomeOf(shell);
  }

  has('aws')('makes what set-up would make: it finds nothing left to do', async () => {
    certificateIn(estate, 'web.pem');
    const flags = ['--certificate-out', 'web.pem'];
    const { stdout } = await print('cli', ...flags);
    expect(await run(stdout)).toMatchObject({ status: 0, stderr: '' });
    const again = await estate.run([
      'setup',
      ...['--application', "The team's $HOME", '--role', role(), '--policy-arn', READ_ONLY],
      ...[...flags, '--yes'],
    ]);
    expect([again.status, again.stderr]).toEqual([
      0,
      expect.stringMatching(/there is nothing to do\.\n[\s\S]*Proved: /),
    ]);
  });

  has('aws')('in two halves: what the first prints, the second takes', async () => {
    const flags = ['--federated', 'github:contoso/web:environment:production'];
    const entra = await print('cli', '--only', 'entra', ...flags);
    const made = await run(entra.stdout);
    const [, clientId = '', subject = ''] =
      /--client-id (\S+) --subject (\S+)/.exec(made.stdout) ?? [];
    const aws = await print('cli', '--only', 'aws');
    expect((await run(aws.stdout)).stderr).toMatch(/^Give the client ID and the object ID/);
    expect(await run(aws.stdout, [clientId, subject])).toMatchObject({ status: 0, stderr: '' });
    const again = await estate.run([
      'setup',
      ...['--application', "The team's $HOME", '--role', role(), '--policy-arn', READ_ONLY],
      ...[...flags, '--yes'],
    ]);
    expect(again.stderr).toContain('there is nothing to do.');
  });

  has('aws')('run again, writes nothing; a role of somebody else stays as it is', async () => {
    const { stdout } = await print('cli', ...HALVES.cli);
    await run(stdout);
    const [made] = estate.account.roles;
    const again = await run(stdout);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('stays as it is')]);
    made?.tags.clear();
    const refused = await run(stdout);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      'The role Deploy is there already, and not for this application\n',
    ]);
  });

  has('aws')('for a list of accounts, acts in each as the role that administers it', async () => {
    const other = sandbox.aws.account('999999999999');
    const trusted = `arn:aws:iam::${estate.account.id}:root`;
    other.role({
      name: 'OrganizationAccountAccessRole',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' }],
      },
      attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    });
    estate.home.write('accounts', `# ours\n${estate.account.id}\n\n${other.id} # theirs\n`);
    const { stdout } = await print('cli', ...HALVES.cli, '--accounts-file', 'accounts');
    expect(await run(stdout)).toMatchObject({ status: 0, stderr: '' });
    const trust = other.findRole('Deploy')?.trustPolicy.Statement;
    expect(JSON.stringify(trust)).toContain(`arn:aws:iam::${other.id}:oidc-provider/`);
    expect(estate.account.findRole('Deploy')).toBeDefined();
  });
});

test('--accounts-file has to list the account of the role', async () => {
  estate.home.write('accounts', '111111111111\n');
  const { status, stderr } = await print('cloudformation', '--accounts-file', 'accounts');
  expect([status, stderr]).toEqual([64, expect.stringContaining('does not list')]);
});

/** A certificate as others make one. */
function certificateIn({ home }: EmptyEstate, name: string): void {
  const { certificatePem, privateKeyPem } = issueCertificate({ commonName: 'pipeline' });
  home.write(name, privateKeyPem + certificatePem);
}
