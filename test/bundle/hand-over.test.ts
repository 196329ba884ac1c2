import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { mainInputs, PIPELINES, type Pipeline, type PipelineOptions } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));
const REGION = fileURLToPath(new URL('profile-region.mjs', import.meta.url));

const POD = {
  AWS_ROLE_ARN: 'arn:aws:iam::666666666666:role/pod',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/token',
};
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAOFANEARLIERSTEP1',
  AWS_SECRET_ACCESS_KEY: 'earlier',
  AWS_SESSION_TOKEN: 'earlier',
};

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const open = (environment: Record<string, string> = {}, options: PipelineOptions = {}) => {
    pipeline = openPipeline(host, node, { ...options, environment });
    return pipeline;
  };
  const onAzure = host === 'Azure Pipelines';

  const inputs = () => mainInputs(sandbox, scenario);
  const onlyProfiles = (lines: string) => ({
    ...inputs(),
    'role-to-assume': '',
    profiles: lines,
  });
  const deploy = () => `deploy = ${scenario.roleArn}`;
  const sdk = (script: string, profile = '') =>
    pipeline.script(
      `AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${script}" ${profile}`,
    );

  test('keys: what tools would read before them is blanked, and said', async () => {
    const rivals = {
      ...POD,
      AWS_SECURITY_TOKEN: 'old',
      AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
    };
    const outcome = await open(rivals).step(inputs());
    expect(outcome.errors).toEqual([]);
    for (const name of [
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_SECURITY_TOKEN',
      'AWS_CREDENTIAL_EXPIRATION',
    ]) {
      expect(outcome.log).toMatch(RegExp(`Blanked ${name}, which an earlier step .*: .*tools|CLI`));
      expect(pipeline.awsVariables()[name]).toBe('');
    }
    expect(pipeline.awsVariables()['AWS_ROLE_ARN']).toBe(POD.AWS_ROLE_ARN);
  });

  test('keys: nothing is said or set where nothing is in the way', async () => {
    const { log, exported } = await open({ AWS_ROLE_ARN: POD.AWS_ROLE_ARN }).step(inputs());
    expect(log).not.toMatch(/Blanked|Pointed/);
    expect(exported.filter(({ value }) => value === '')).toEqual([]);
  });

  test.each(['gone', ''])('keys: AWS_PROFILE that is %j is pointed at them', async (before) => {
    const outcome = await open({ AWS_PROFILE: before, AWS_DEFAULT_PROFILE: before }).step(inputs());
    expect(outcome.errors).toEqual([]);
    expect(outcome.log).toContain(
      `Pointed AWS_PROFILE at the profile entra-aws-creds; it was "${before}"`,
    );
    expect(pipeline.awsVariables()).toMatchObject({
      AWS_PROFILE: 'entra-aws-creds',
      AWS_DEFAULT_PROFILE: 'entra-aws-creds',
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
    });
    expect(await sdk(CALLER)).toMatch(/^123456789012 .*assumed-role\/Deploy\//m);
    await pipeline.finish();
    expect(pipeline.awsVariables()).toMatchObject({ AWS_PROFILE: before, AWS_ACCESS_KEY_ID: '' });
  });

  test('refresh: keys, a web identity and a container that lie there are blanked', async () => {
    const rivals = {
      ...KEYS,
      ...POD,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
      AWS_DEFAULT_PROFILE: 'gone',
    };
    const outcome = await open(rivals).step({ ...inputs(), refresh: 'true' });
    expect(outcome.errors).toEqual([]);
    for (const name of [
      'AWS_ACCESS_KEY_ID',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    ]) {
      expect(outcome.log).toContain(`Blanked ${name}, which an earlier step`);
      expect(pipeline.awsVariables()[name]).toBe('');
    }
    expect(pipeline.awsVariables()['AWS_DEFAULT_PROFILE']).toBe('entra-aws-creds');
    expect(await sdk(CALLER)).toMatch(/^123456789012 .*assumed-role\/Deploy\//m);
  });

  test('profiles: keys of an earlier step stay, and are warned of', async () => {
    const outcome = await open({ ...KEYS, ...POD }).step(onlyProfiles(deploy()));
    expect(outcome.warnings.join()).toMatch(/AWS_ACCESS_KEY_ID is set.*--profile.*unset|unset/);
    expect(pipeline.awsVariables()).toMatchObject({ ...KEYS, AWS_WEB_IDENTITY_TOKEN_FILE: '' });
    expect(await sdk(CALLER, 'deploy')).toMatch(/^123456789012 /m);
  });

  test('unset-current-credentials blanks all that has a part in credentials', async () => {
    const outcome = await open({ ...KEYS, ...POD, AWS_PAGER: 'less' }).step({
      ...onlyProfiles(deploy()),
      'unset-current-credentials': 'true',
    });
    expect(outcome.warnings).toEqual([]);
    expect(pipeline.awsVariables()).toMatchObject({
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_SESSION_TOKEN: '',
      AWS_ROLE_ARN: '',
      AWS_WEB_IDENTITY_TOKEN_FILE: '',
      AWS_PAGER: 'less',
    });
  });

  test('unset-current-credentials fails for a profile that it cannot clear', async () => {
    const unset = { ...onlyProfiles(deploy()), 'unset-current-credentials': 'true' };
    const outcome = await open({ AWS_PROFILE: 'old' }).step(unset);
    expect(outcome.errors.join()).toMatch(
      /EAC_EXPORT_BLOCKED: .* cannot clear AWS_PROFILE, which is "old"/,
    );
    expect(outcome.exported).toEqual([]);
    expect(pipeline.files().filter((file) => file.includes('/entra-aws-creds-'))).toEqual([]);
    await pipeline.setVariable('AWS_PROFILE', 'deploy');
    expect((await pipeline.step(unset)).errors).toEqual([]);
  });

  test("a profile's own region holds, and aws-region where no profile is named", async () => {
    const lines = `${deploy()}\naudit = ${scenario.roleArn}, us-east-1`;
    const outcome = await open().step(onlyProfiles(lines));
    expect(outcome.errors).toEqual([]);
    expect(pipeline.awsVariables()).not.toHaveProperty('AWS_REGION');
    expect(pipeline.awsVariables()).not.toHaveProperty('AWS_DEFAULT_REGION');
    expect(await sdk(REGION, 'audit')).toBe('us-east-1');
    expect(await sdk(REGION, 'deploy')).toBe('eu-west-1');
    expect(await sdk(REGION)).toBe('eu-west-1');
  });

  test("a region in the environment that would go before a profile's fails the step", async () => {
    const lines = `${deploy()}\naudit = ${scenario.roleArn}, us-east-1`;
    const { errors, exported } = await open({ AWS_REGION: 'eu-west-1' }).step(onlyProfiles(lines));
    expect(errors.join()).toMatch(
      /EAC_EXPORT_BLOCKED: AWS_REGION is "eu-west-1".*us-east-1 of the profile audit/,
    );
    expect(exported).toEqual([]);
  });

  test('the tasks of the AWS Toolkit are thought of', async () => {
    const { log } = await open().step(onlyProfiles(deploy()));
    const line =
      /AWS\.AccessKeyID, AWS\.SecretAccessKey, AWS\.SessionToken are not set.*AWS_PROFILE/;
    if (onAzure) expect(log).toMatch(line);
    else expect(log).not.toMatch(line);
    const config = readFileSync(pipeline.awsVariables()['AWS_CONFIG_FILE'] ?? '', 'utf8');
    expect(config).toContain('[profile deploy]');
    // Without it, the SDK that they are built on looks at neither file.
    expect(pipeline.awsVariables()['AWS_SDK_LOAD_CONFIG']).toBe('1');
  });
});
