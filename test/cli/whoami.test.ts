import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { standardSandbox } from '../standard-sandbox.ts';
import { BUNDLE, defaultsOf, Home } from './program.ts';

jest.setTimeout(60_000);

const { sandbox, scenario } = await standardSandbox();

/** Where a machine that is none of Amazon's would else be asked. */
const NO_MACHINE = { AWS_EC2_METADATA_DISABLED: 'true' };

describe.each(['Node 20', 'Node 24'] as const)('whoami on %s', (node) => {
  let home: Home;
  let config: string;
  beforeEach(() => {
    home = new Home(node, {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
      ...NO_MACHINE,
    });
    config = home.write('pipeline.json', JSON.stringify(defaultsOf(sandbox, scenario)));
  });
  afterEach(() => home.close());

  const arn = (command: string) =>
    `arn:aws:sts::123456789012:assumed-role/Deploy/CommandLine-${command}`;
  const nested = (...flags: readonly string[]) =>
    home.run([
      'exec',
      '--config',
      config,
      ...flags,
      '--',
      process.execPath,
      BUNDLE,
      'whoami',
      '--json',
    ]);

  test('keys in the environment', async () => {
    const { status, stdout, stderr } = await nested();
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      arn: arn('exec'),
      account: '123456789012',
      userId: expect.stringMatching(/^AROA\w+:CommandLine-exec$/),
      source: 'the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      expires: null,
    });
  });

  test('a profile that renews itself, until when', async () => {
    const { stdout } = await nested('--refresh');
    const { source, expires } = JSON.parse(stdout);
    expect(source).toBe('the credential_process of the profile "entra-aws-creds"');
    expect(Date.parse(expires)).toBeGreaterThan(Date.now());
  });

  test('a profile that is named, for people', async () => {
    await home.run(['configure', '--profile', 'deploy', '--config', config]);
    const { status, stdout } = await home.run(['whoami', '--profile', 'deploy']);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      RegExp(
        `^${arn('kept')}\naccount 123456789012\nfrom the credential_process of the profile "deploy"\nuntil \\S+Z\n$`,
      ),
    );
  });

  test('nobody', async () => {
    const { status, stdout, stderr } = await home.run(['whoami']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^EAC_NO_CREDENTIALS: No AWS credentials are in force here: .*\n$/);
  });

  test('keys that STS does not know, and nothing of them is said', async () => {
    mkdirSync(join(home.folder, '.aws'));
    const secret = 'aSecretThatNobodyIsToSeeAnywhere00000000';
    writeFileSync(
      join(home.folder, '.aws/credentials'),
      `[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`,
    );
    const { status, stderr } = await home.run(['whoami', '--debug']);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^The credentials are from the keys of the profile "default"\.\nEAC_STS_REFUSED: /,
      ),
    ]);
    expect(stderr).not.toContain(secret);
  });
});
