import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import fc from 'fast-check';
import { refuseFleeting } from '../../packages/cli/src/profile/lasting-program.ts';
import {
  findProfile,
  withoutProfile,
  withProfile,
} from '../../packages/cli/src/profile/own-profile.ts';
import { BUNDLE, defaultsOf, Home } from './program.ts';
import { whoReads } from './readers.ts';

jest.setTimeout(120_000);

describe('a profile among others', () => {
  const own = (name: string, command = 'x') => ({
    name,
    settings: [
      ['region', 'eu-west-1'],
      ['credential_process', command],
    ] as const,
  });
  const line = fc.oneof(
    fc.constantFrom(
      '[default]',
      '[profile a]',
      '[profile  b]',
      '[sso-session deploy]',
      '# note',
      '',
      '  nested = 1',
    ),
    fc.string().map((text) => `key = ${text.replace(/[\r\n[\]]/g, '')}`),
  );
  const file = fc
    .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => lines.map((one) => one + end).join(''));

  test('everything else stays byte for byte, and removing it leaves what there was', () => {
    fc.assert(
      fc.property(file, (text) => {
        const written = withProfile(text, own('deploy'));
        expect(written.startsWith(text)).toBe(true);
        expect(findProfile(written, 'deploy')).toBe('own');
        expect(withProfile(written, own('deploy'))).toBe(written);
        expect(withoutProfile(written, 'deploy')).toBe(text);
      }),
    );
  });

  test('a second call changes its own lines alone', () => {
    const before = `[profile a]\nregion = us-east-1\n\n`;
    const after = `\n# about b\n[profile b]\noutput = json\n`;
    const first = `${withProfile(before.trimEnd(), own('deploy', 'one'))}output = text\n${after}`;
    const second = withProfile(first, own('deploy', 'two'));
    expect(second).toBe(first.replace('credential_process = one', 'credential_process = two'));
    expect(withoutProfile(second, 'deploy')).toBe(`[profile a]\nregion = us-east-1\n${after}`);
  });

  test.each([
    ['[profile deploy]\naws_access_key_id = x\n', 'foreign'],
    ['[profile deploy]\n[profile  deploy]\n', 'twice'],
    ['[profile deployment]\n[sso-session deploy]\n', 'none'],
  ])('%j: %s', (text, found) => {
    expect(findProfile(text, 'deploy')).toBe(found);
  });

  test('the default profile has no word before its name', () => {
    expect(withProfile('', own('default')).split('\n')[0]).toBe('[default]');
    expect(findProfile('[profile default]\n', 'default')).toBe('foreign');
  });
});

test.each([
  '/root/.npm/_npx/0a1b2c/node_modules/entra-aws-creds/dist/cli/index.js',
  'C:\\Users\\x\\AppData\\Local\\npm-cache\\_npx\\0a\\node_modules\\entra-aws-creds\\dist\\cli\\index.js',
  '/home/x/.cache/pnpm/dlx/abc/node_modules/entra-aws-creds/dist/cli/index.js',
  '/tmp/xfs-0a1b/dlx-77/node_modules/entra-aws-creds/dist/cli/index.js',
  '/tmp/bunx-1000-entra-aws-creds@latest/node_modules/entra-aws-creds/dist/cli/index.js',
])('%s will not last', (script) => {
  expect(() => refuseFleeting(script)).toThrow(/cache that is emptied/);
  expect(() =>
    refuseFleeting('/usr/lib/node_modules/entra-aws-creds/dist/cli/index.js'),
  ).not.toThrow();
});

describe.each(['Node 20', 'Node 24'] as const)('configure on %s', (node) => {
  let sandbox: Sandbox;
  let scenario: StandardScenario;
  let home: Home;
  let config: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    scenario = await standardScenario(sandbox);
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    home = new Home(node, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    config = home.write('pipeline.json', JSON.stringify(defaultsOf(sandbox, scenario)));
  });
  afterEach(() => home.close());

  const configure = (...args: string[]) => home.run(['configure', '--profile', 'deploy', ...args]);
  const awsFile = () => join(home.folder, '.aws/config');
  const written = () => readFileSync(awsFile(), 'utf8');
  const commandIn = (text: string) => /^credential_process = (.*)$/m.exec(text)?.[1] ?? '';

  test('writes a profile whose command is this very call', async () => {
    const { status, stdout, stderr } = await configure('--config', 'pipeline.json');
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain('Wrote the profile deploy');
    expect(statSync(awsFile()).mode & 0o777).toBe(0o600);
    expect(commandIn(written())).toMatch(
      RegExp(`^\\S+ ${BUNDLE} credential-process --config ${config}$`),
    );
    expect(await configure('--remove')).toMatchObject({ status: 0 });
    expect(written()).toBe('');
  });

  test('says by flags what variables said, and leaves secrets where they are', async () => {
    const { 'certificate-path': _, 'tenant-id': tenant, ...others } = defaultsOf(sandbox, scenario);
    const defaults = home.write('inline.json', JSON.stringify(others));
    const { status, stderr } = await home.run(
      ['configure', '--profile', 'deploy', '--config', defaults, '--certificate-variable', 'KEY'],
      { env: { KEY: scenario.pem, AZURE_TENANT_ID: tenant ?? '' } },
    );
    expect([status, stderr]).toEqual([0, expect.stringContaining('Wrote')]);
    const command = commandIn(written());
    expect(command).toContain(`--tenant-id ${tenant}`);
    expect(command).toContain('--certificate-variable KEY');
    expect(written()).not.toContain('PRIVATE');
  });

  test('packs what splitters would spoil into one word, which is unpacked again', async () => {
    const spaced = join(home.folder, 'my inputs.json');
    writeFileSync(spaced, readFileSync(config));
    expect((await configure('--config', spaced)).status).toBe(0);
    const [, , ...words] = commandIn(written()).split(' ');
    expect(words).toEqual(['credential-process', expect.stringMatching(/^base64url:[\w-]+$/)]);
    const { status, stdout } = await home.run(words);
    expect([status, JSON.parse(stdout).Version]).toEqual([0, 1]);
  });

  test('keeps the file, its link, its rights and all else in it', async () => {
    mkdirSync(join(home.folder, '.aws'));
    const real = home.write('aws-config', '[default]\r\nregion = us-east-1\r\n# mine');
    chmodSync(real, 0o640);
    symlinkSync(real, awsFile());
    expect((await configure('--config', config)).status).toBe(0);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    const text = readFileSync(real, 'utf8');
    expect(
      text.startsWith('[default]\r\nregion = us-east-1\r\n# mine\r\n\r\n[profile deploy]\r\n'),
    ).toBe(true);
    expect(readdirSync(home.folder).filter((name) => /^aws-config\./.test(name))).toEqual([]);
  });

  test('replaces a profile of others only when told', async () => {
    mkdirSync(join(home.folder, '.aws'));
    const foreign = '[profile deploy]\nsso_session = x\n\n[profile other]\nregion = a\n';
    writeFileSync(awsFile(), foreign);
    for (const more of [['--config', config], ['--remove']]) {
      const { status, stderr } = await configure(...more);
      expect(status).toBe(1);
      expect(stderr).toContain('was not written by this command');
      expect(written()).toBe(foreign);
    }
    expect((await configure('--config', config, '--replace')).status).toBe(0);
    expect(written()).not.toContain('sso_session');
    expect(written().endsWith('\n\n[profile other]\nregion = a\n')).toBe(true);
  });

  test.each([
    [
      'keys of the same name in the credentials file',
      (): readonly string[] => {
        mkdirSync(join(home.folder, '.aws'));
        writeFileSync(join(home.folder, '.aws/credentials'), '[deploy]\naws_access_key_id = x\n');
        return ['--config', config];
      },
      1,
      /which AWS tools take before a command/,
    ],
    [
      'a secret from standard input',
      () => ['--config', config, '--certificate-password-stdin'],
      64,
      /--certificate-password-stdin is not there when AWS tools ask/,
    ],
    [
      'a certificate that is not there',
      () => ['--config', config, '--certificate-path', 'x'],
      1,
      /EAC_CERTIFICATE_FILE/,
    ],
  ])('refuses %s, and writes nothing', async (_, prepare, expected, says) => {
    const { status, stderr } = await home.run(['configure', '--profile', 'deploy', ...prepare()], {
      input: 'secret',
    });
    expect([status, stderr]).toEqual([expected, expect.stringMatching(says)]);
    expect(existsSync(awsFile())).toBe(false);
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('leaves the file as it was on a full disk', async () => {
    mkdirSync(join(home.folder, '.aws'));
    writeFileSync(awsFile(), '[default]\nregion = us-east-1\n');
    const { status, stderr } = await home.run(
      ['configure', '--profile', 'deploy', '--config', config],
      {
        before: ['bash', '-c', 'ulimit -f 0; exec "$0" "$@"'],
      },
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/EAC_PROFILE_FILES: .*it is as it was/),
    ]);
    expect([written(), readdirSync(join(home.folder, '.aws'))]).toEqual([
      '[default]\nregion = us-east-1\n',
      ['config'],
    ]);
  });

  test('says as JSON what it wrote', async () => {
    const { stdout } = await configure('--config', config, '--json');
    expect(JSON.parse(stdout)).toEqual({
      profile: 'deploy',
      file: awsFile(),
      credentialProcess: commandIn(written()),
    });
  });

  for (const { name, missing, read } of whoReads()) {
    const there = missing === undefined ? test : test.skip;
    there(`${name} reads the profile${missing === undefined ? '' : ` (${missing})`}`, async () => {
      expect((await configure('--config', config)).status).toBe(0);
      const arn = await read('deploy', {
        ...home.environment,
        AWS_CA_BUNDLE: sandbox.caFile,
        AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
      });
      expect(arn).toBe('arn:aws:sts::123456789012:assumed-role/Deploy/CommandLine-kept');
    });
  }
});
