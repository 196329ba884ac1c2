import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keyLines, leaksIn } from '../bundle/leaks.ts';
import { version } from '../bundle/own-version.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { defaultsOf, Home } from './program.ts';

const { sandbox, scenario } = await standardSandbox();

describe.each(['Node 20', 'Node 24'] as const)('on %s', (node) => {
  let home: Home;
  let config: string;
  beforeEach(() => {
    home = new Home(node, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    config = home.write('pipeline.json', JSON.stringify(defaultsOf(sandbox, scenario)));
  });
  afterEach(() => home.close());

  test('the version is that of the release', async () => {
    expect(await home.run(['--version'])).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  test('help begins with examples', async () => {
    for (const args of [
      ['exec', '--help'],
      ['help', 'exec'],
    ]) {
      const { status, stdout } = await home.run(args);
      expect([status, stdout.split('\n')[0]]).toEqual([0, 'Examples:']);
    }
    expect((await home.run([])).status).toBe(64);
    expect((await home.run(['--help'])).status).toBe(0);
  });

  test.each([
    [['exce'], 'entra-aws-creds: "exce" is not a command of entra-aws-creds. Did you mean exec?'],
    [['env', 'more'], 'entra-aws-creds: env takes flags only. See entra-aws-creds env --help.'],
    [['exec'], 'entra-aws-creds: exec needs a command: exec [flags] -- COMMAND.'],
    [
      ['env', '--format', 'csh'],
      'entra-aws-creds: --format takes one of sh, fish, powershell, cmd, dotenv, json.',
    ],
    [
      ['env', '--config', 'none.json'],
      'entra-aws-creds: --config names "none.json", which cannot be read (ENOENT).',
    ],
    [
      ['env', '--certificate-password-file', 'none'],
      'entra-aws-creds: --certificate-password-file names "none", which cannot be read (ENOENT).',
    ],
    [
      ['env', '--certificate-variable', 'NONE'],
      'entra-aws-creds: --certificate-variable names NONE, which is not set or empty.',
    ],
    [
      ['env', '--certificate-file', 'a', '--certificate-stdin'],
      'entra-aws-creds: Give only one of --certificate-file, --certificate-variable and --certificate-stdin.',
    ],
    [['configure'], 'entra-aws-creds: configure needs --profile NAME.'],
    [
      ['completion', 'tcsh'],
      'entra-aws-creds: completion takes one of bash, zsh, fish, powershell.',
    ],
  ])('%j is wrong usage, told in a sentence', async (args, says) => {
    const before = sandbox.requests.length;
    const { status, stdout, stderr } = await home.run(args);
    expect([status, stdout, stderr]).toEqual([64, '', `${says}\n`]);
    expect(sandbox.requests.length).toBe(before);
  });

  test('what is wrong with inputs is told at once, by the names of flags', async () => {
    const args = ['env', '--tenant-id', 'no tenant', '--region', 'eu', '--client-id', 'x'];
    const { status, stdout, stderr } = await home.run(args);
    expect([status, stdout]).toEqual([1, '']);
    for (const flag of ['tenant-id', 'aws-region', 'client-id', 'role-to-assume']) {
      expect(stderr).toContain(`"--${flag}"`);
    }
    expect(stderr).toMatch(/^EAC_INPUTS_WRONG: /m);
    expect(stderr).toContain('Neither of "--certificate-file" and "--certificate-path" is given.');
    expect(stderr).toContain('"--role-to-assume" is not given. Give it as a flag. Its variable ');
    expect(stderr).not.toMatch(/fork|the step/);
  });

  test('a certificate that is missing is one failure', async () => {
    const { status, stderr } = await home.run([
      'env',
      '--config',
      config,
      '--certificate-path',
      'x',
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^EAC_CERTIFICATE_FILE: "--certificate-path" is "x", .*\(ENOENT\)\. /);
  });

  test.each([
    ['file', () => ['--certificate-file', home.write('key.pem', scenario.pem)], ''],
    ['variable', () => ['--certificate-variable', 'KEY'], ''],
    ['standard input', () => ['--certificate-stdin'], 'stdin'],
  ])('a secret comes from a %s, and nothing of it is said', async (_, flags, from) => {
    const { 'certificate-path': _path, ...others } = defaultsOf(sandbox, scenario);
    const defaults = home.write('inline.json', JSON.stringify(others));
    const outcome = await home.run(
      ['exec', '--config', defaults, '--debug', ...flags(), '--', 'true'],
      { env: { KEY: scenario.pem }, input: from === '' ? '' : scenario.pem },
    );
    expect([outcome.status, outcome.stdout]).toEqual([0, '']);
    expect(outcome.stderr).toContain('Assuming ');
    const session = sandbox.aws.sessions.at(-1);
    const bodies = sandbox.requests.map(({ body }) => new URLSearchParams(body));
    const sent = (name: string) => bodies.flatMap((body) => body.getAll(name));
    const secrets = {
      key: keyLines(scenario.keyPem),
      session: [session?.secretAccessKey, session?.sessionToken].map((one) => one ?? ''),
      sent: [...sent('client_assertion'), ...sent('WebIdentityToken')],
    };
    expect(secrets.session.every((one) => one.length > 16)).toBe(true);
    expect(leaksIn(outcome.stderr, secrets)).toEqual([]);
  });

  test('flags go before variables, and variables before the file', async () => {
    const asked = async (args: readonly string[], env: Record<string, string> = {}) => {
      const call = ['doctor', '--json', '--config', config, ...args];
      const { stdout } = await home.run(call, { env });
      const { inputs } = JSON.parse(stdout) as { inputs: { name: string; origin: string }[] };
      return inputs.find(({ name }) => name === 'aws-region')?.origin;
    };
    expect(await asked([])).toBe(config);
    const own = { AWS_REGION: 'eu-west-1', ENTRA_AWS_CREDS_AWS_REGION: 'eu-west-1' };
    expect(await asked([], { AWS_REGION: 'eu-west-1' })).toBe('the variable AWS_REGION');
    expect(await asked([], own)).toBe('the variable ENTRA_AWS_CREDS_AWS_REGION');
    expect(await asked(['--region', 'eu-west-1'], own)).toBe('--aws-region');
  });
});
