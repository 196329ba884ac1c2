import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { keyLines } from '../bundle/leaks.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { defaultsOf, Home, outcomeOf } from './program.ts';

jest.setTimeout(60_000);

const { sandbox, scenario } = await standardSandbox();

/** Everything that AWS tools would take before, or besides, what a command is given. */
const LEFT_BEHIND = {
  AWS_PROFILE: 'someone',
  AWS_DEFAULT_PROFILE: 'someone',
  AWS_ACCESS_KEY_ID: 'AKIAOFSOMEONEELSE000',
  AWS_SECRET_ACCESS_KEY: 'of someone else',
  AWS_SESSION_TOKEN: 'of someone else',
  AWS_SECURITY_TOKEN: 'of someone else',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/none',
  AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/Other',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
  AWS_CREDENTIAL_EXPIRATION: '2000-01-01T00:00:00Z',
};
const PRINT_AWS =
  'console.log(JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => /^AWS|ENTRA/.test(name)))))';

describe.each(['Node 20', 'Node 24'] as const)('exec on %s', (node) => {
  let home: Home;
  let config: string;
  beforeEach(() => {
    home = new Home(node, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    config = home.write('pipeline.json', JSON.stringify(defaultsOf(sandbox, scenario)));
  });
  afterEach(() => home.close());

  const args = (flags: readonly string[], ...command: readonly string[]) => [
    'exec',
    '--config',
    config,
    ...flags,
    '--',
    ...command,
  ];
  const exec = (...command: readonly string[]) => home.run(args([], ...command));
  const ownFolders = () =>
    readdirSync(home.folder).filter((name) => name.startsWith('entra-aws-creds-'));

  test('a command has the credentials, and nothing else of ours or of others', async () => {
    const { status, stdout } = await home.run(args([], process.execPath, '-e', PRINT_AWS), {
      env: LEFT_BEHIND,
    });
    const session = sandbox.aws.sessions.at(-1);
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      {
        AWS_ACCESS_KEY_ID: session?.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session?.secretAccessKey,
        AWS_SESSION_TOKEN: session?.sessionToken,
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
      },
    ]);
    expect(readdirSync(home.folder)).toEqual(['pipeline.json']);
  });

  test('its streams, words and exit status pass through', async () => {
    const child = home.start(args([], 'sh', '-c', 'cat; echo "$1" >&2; exit 7', 'sh', '--a b'));
    child.stdin?.end('given');
    expect(await outcomeOf(child)).toEqual({ status: 7, stdout: 'given', stderr: '--a b\n' });
  });

  test('what is not there is 127, what cannot be run is 126', async () => {
    const missing = await exec('no-such-command');
    expect(missing).toEqual({
      status: 127,
      stdout: '',
      stderr: 'exec: "no-such-command" was not found.\n',
    });
    expect((await exec(config)).status).toBe(126);
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s passes through', async (signal) => {
    const script = `trap 'echo got; exit 9' ${signal.slice(3)}; echo ready; while :; do sleep 0.1; done`;
    const child = home.start(args([], 'bash', '-c', script));
    child.stdout?.once('data', () => child.kill(signal));
    const { status, stdout } = await outcomeOf(child);
    expect([status, stdout]).toEqual([9, 'ready\ngot\n']);
  });

  test('a command that a signal ended counts as shells count it', async () => {
    expect((await exec('bash', '-c', 'kill -9 $$')).status).toBe(137);
  });

  test('the command is not run when the exchange fails', async () => {
    const { status, stdout, stderr } = await home.run(
      args(['--role', `${scenario.roleArn}-not`], 'echo', 'run'),
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^EAC_STS_ACCESS_DENIED: /m);
  });

  describe('--refresh', () => {
    const profileOf = `
      const { readFileSync, statSync } = require('node:fs');
      const { dirname } = require('node:path');
      const { AWS_CONFIG_FILE: file } = process.env;
      console.log(JSON.stringify({
        config: readFileSync(file, 'utf8'),
        modes: [statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777],
        names: Object.keys(process.env).filter((name) => /^AWS|ENTRA/.test(name)).sort(),
      }));`;

    test('a command has a private profile in place of credentials, which is gone afterwards', async () => {
      const { status, stdout } = await home.run(
        args(['--refresh'], process.execPath, '-e', profileOf),
        { env: LEFT_BEHIND },
      );
      const { config: text, modes, names } = JSON.parse(stdout);
      expect(status).toBe(0);
      expect(modes).toEqual([0o600, 0o700]);
      expect(text).toMatch(
        /^credential_process = \S+ \S+index\.js credential-process --plan \S+$/m,
      );
      expect(names).toEqual([
        'AWS_CONFIG_FILE',
        'AWS_DEFAULT_REGION',
        'AWS_PROFILE',
        'AWS_REGION',
        'AWS_SDK_LOAD_CONFIG',
        'AWS_SHARED_CREDENTIALS_FILE',
      ]);
      expect(ownFolders()).toEqual([]);
    });

    test('its credential_process renews', async () => {
      const run =
        'command=$(sed -n "s/^credential_process = //p" "$AWS_CONFIG_FILE"); rm "$(dirname "$AWS_CONFIG_FILE")"/*.credentials.json; sh -c "$command"';
      const before = sandbox.requests.length;
      const { status, stdout } = await home.run(args(['--refresh'], 'sh', '-c', run));
      expect([status, JSON.parse(stdout).AccessKeyId]).toEqual([
        0,
        sandbox.aws.sessions.at(-1)?.accessKeyId,
      ]);
      expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual([
        'entra',
        'sts',
        'entra',
        'sts',
      ]);
    });

    test('a signal ends the command, and the profile with it', async () => {
      const script = "trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done";
      const child = home.start(args(['--refresh'], 'bash', '-c', script));
      child.stdout?.once('data', () => child.kill('SIGTERM'));
      expect((await outcomeOf(child)).status).toBe(3);
      expect(ownFolders()).toEqual([]);
    });

    test('what a killed call left is removed by the next, and what another holds is not', async () => {
      const child = home.start(args(['--refresh'], 'bash', '-c', 'echo $$; exec sleep 60'));
      const pid = await new Promise<number>((resolve) => {
        child.stdout?.once('data', (data) => resolve(Number(String(data))));
      });
      child.kill('SIGKILL');
      process.kill(pid, 'SIGKILL');
      await outcomeOf(child);
      const [own = ''] = ownFolders();
      const texts = readdirSync(join(home.folder, own)).map((name) =>
        readFileSync(join(home.folder, own, name), 'utf8'),
      );
      const [line = ''] = keyLines(scenario.keyPem);
      expect(texts.join('')).toContain(line);

      const held = join(home.folder, `entra-aws-creds-${'a'.repeat(32)}`);
      const elsewhere = join(home.folder, `entra-aws-creds-${'b'.repeat(32)}`);
      for (const [folder, holder] of [
        [held, `${hostname()} ${process.pid}`],
        [elsewhere, `another-machine ${process.pid}`],
      ] as const) {
        mkdirSync(folder);
        writeFileSync(join(folder, 'held-by'), holder);
      }
      await home.run(args(['--refresh'], 'true'));
      expect(
        ownFolders()
          .map((name) => join(home.folder, name))
          .sort(),
      ).toEqual([held, elsewhere]);
      expect(existsSync(join(home.folder, own))).toBe(false);
    });

    test('without a place for the profile the command is not run', async () => {
      const { status, stdout, stderr } = await home.run(args(['--refresh'], 'echo', 'run'), {
        env: { TMPDIR: '/sys' },
      });
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/EAC_PROFILE_FILES: /);
    });
  });
});
