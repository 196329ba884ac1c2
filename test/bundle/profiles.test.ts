import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { injectFault, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));
const AWS_CLI = spawnSync('aws', ['--version']).status === 0;

/** Where AWS tools look by themselves. */
const USUAL_FILES = {
  AWS_SHARED_CREDENTIALS_FILE: expect.stringMatching(/^\/.*\/\.aws\/credentials$/),
  AWS_CONFIG_FILE: expect.stringMatching(/^\/.*\/\.aws\/config$/),
};

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const second = otherRole('210987654321', 'Audit');

/** A role of another account that admits the same token. */
function otherRole(accountId: string, name: string): string {
  const { tokenIssuer, tokenAudience, tokenSubject } = scenario;
  const account = sandbox.aws.account(accountId);
  const provider =
    account.providers[0] ?? account.provider({ url: tokenIssuer, clientIds: [tokenAudience] });
  return account.role({
    name,
    trustPolicy: tightTrustPolicy(provider, { aud: tokenAudience, sub: tokenSubject }),
  }).arn;
}

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const open = (environment: Record<string, string> = {}) => {
    pipeline = openPipeline(host, node, { environment });
    return pipeline;
  };

  const inputs = () => {
    const { 'role-to-assume': _, ...rest } = mainInputs(sandbox, scenario);
    return rest;
  };
  const twoProfiles = () => `
    # name = role
    deploy = ${scenario.roleArn}
    audit  = ${second}, us-east-1`;

  const ownFiles = () => pipeline.files().filter((file) => file.includes('/entra-aws-creds-'));
  /** `{account} {session ARN} {access key ID as hex}`, read by the SDK as any tool of the job would. */
  const caller = (profile = '') =>
    pipeline.script(
      `AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${CALLER}" ${profile}`,
    );

  test('many roles from one login: one request to Entra, one to STS each', async () => {
    const before = sandbox.requests.length;
    const outcome = await open().step({ ...inputs(), profiles: twoProfiles() });
    expect(outcome.errors).toEqual([]);
    const services = sandbox.requests.slice(before).map(({ service }) => service);
    expect(services.sort()).toEqual(['entra', 'sts', 'sts']);
    expect(await caller('deploy')).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
    expect(await caller('audit')).toMatch(/^210987654321 .*assumed-role\/Audit\//);

    const variables = pipeline.awsVariables();
    expect(variables['AWS_ACCESS_KEY_ID']).toBeUndefined();
    expect(variables['AWS_PROFILE']).toBeUndefined();
    const config = readFileSync(variables['AWS_CONFIG_FILE'] ?? '', 'utf8');
    expect(config).toContain('[profile audit]\nregion = us-east-1\n');
    expect(config).toContain('[profile deploy]\nregion = eu-west-1\n');
    expect(outcome.outputs).toEqual({
      'token-issuer': scenario.tokenIssuer,
      'token-audience': scenario.tokenAudience,
      'token-subject': scenario.tokenSubject,
      'certificate-expiration': scenario.certificate.notAfter.toISOString(),
      'certificate-days-left': '364',
    });
  });

  test('the files are for the job alone, and the clean-up removes them', async () => {
    await open().step({ ...inputs(), profiles: twoProfiles() });
    const { AWS_SHARED_CREDENTIALS_FILE: credentials = '', AWS_CONFIG_FILE: config = '' } =
      pipeline.awsVariables();
    expect(pipeline.files()).toEqual(expect.arrayContaining([credentials, config]));
    for (const file of [credentials, config]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(config)).mode & 0o777).toBe(0o700);
    const [post] = await pipeline.finish();
    expect(post?.log).toContain('the profiles');
    expect(ownFiles()).toEqual([]);
    expect(pipeline.awsVariables()).toMatchObject(USUAL_FILES);
  });

  test('after the clean-up AWS tools find the profiles that lie in their usual place', async () => {
    open();
    await pipeline.script(
      'mkdir ~/.aws; printf "[profile mine]\nregion = eu-north-1\n" > ~/.aws/config',
    );
    await pipeline.step({ ...inputs(), profiles: twoProfiles() });
    const inView = () => pipeline.script('cat "$AWS_CONFIG_FILE"');
    expect(await inView()).toMatch(/\[profile mine\][\s\S]*\[profile deploy\]/);
    await pipeline.finish();
    expect((await inView()).trim()).toBe('[profile mine]\nregion = eu-north-1');
  });

  test('a tilde in the name of their file is the home folder, as AWS tools have it', async () => {
    open({ AWS_CONFIG_FILE: '~/elsewhere' });
    await pipeline.script('printf "[profile mine]\nregion = eu-north-1\n" > ~/elsewhere');
    await pipeline.step({ ...inputs(), profiles: twoProfiles() });
    expect(await pipeline.script('cat "$AWS_CONFIG_FILE"')).toContain('[profile mine]');
    await pipeline.finish();
    expect(pipeline.awsVariables()['AWS_CONFIG_FILE']).toBe('~/elsewhere');
  });

  test('all or nothing: one role that is refused leaves no file and exports nothing', async () => {
    const profiles = `deploy = ${scenario.roleArn}\nnobody = arn:aws:iam::123456789012:role/Nobody`;
    const outcome = await open().step({ ...inputs(), profiles });
    expect(outcome.succeeded).toBe(false);
    expect(outcome.errors.join('\n')).toMatch(/EAC_STS_ACCESS_DENIED.*Nobody/);
    expect(outcome.errors.join('\n')).toMatch(/EAC_ROLES_FAILED: 1 of 2 roles/);
    expect(outcome.exported).toEqual([]);
    expect(ownFiles()).toEqual([]);
  });

  test('every failure names the profile that it concerns', async () => {
    const nobody = 'arn:aws:iam::123456789012:role/Nobody';
    const refused = await open().step({
      ...inputs(),
      profiles: `one = ${nobody}\ntwo = ${nobody}\nthree = ${scenario.roleArn}`,
    });
    const told = refused.errors.filter((error) => !error.startsWith('EAC_ROLES_FAILED'));
    expect(told.map((error) => error.slice(0, 38)).sort()).toEqual([
      'EAC_STS_ACCESS_DENIED: Profile one: Th',
      'EAC_STS_ACCESS_DENIED: Profile two: Th',
    ]);
  });

  test('so does one of what STS answered', async () => {
    const { errors } = await open().step({
      ...inputs(),
      profiles: twoProfiles(),
      'allowed-account-ids': scenario.accountId,
    });
    expect(errors.join()).toMatch(/EAC_ACCOUNT_NOT_ALLOWED: .*audit/i);
  });

  test('so does one that passes', async () => {
    injectFault(sandbox, 'sts', 'http-503');
    const { errors, log } = await open().step({
      ...inputs(),
      profiles: `deploy = ${scenario.roleArn}`,
      'retry-max-attempts': '2',
    });
    sandbox.intercept = undefined;
    expect(log).toMatch(/Attempt 1 of 2 at assuming .* for the profile deploy failed/);
    expect(errors[0]).toMatch(/^EAC_STS_UNAVAILABLE: Profile deploy: /);
  });

  test('what is wrong with one trust policy of two profiles is told once, with both', async () => {
    const file = join(sandbox.directory, 'wide.json');
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: scenario.provider.arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
    };
    writeFileSync(file, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
    const { errors } = await open().step({
      ...inputs(),
      profiles: `a = ${scenario.roleArn}\nb = ${scenario.roleArn}`,
      'trust-policy-check': 'enforce',
      'trust-policy-file': file,
    });
    const told = errors.filter((error) => error.startsWith('EAC_TRUST_POLICY_WIDE'));
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told).size).toBe(told.length);
    for (const error of told) expect(error).toContain(': Profiles a, b: ');
  });

  test("the user's own profiles stay in view, and their files as they were", async () => {
    const own = {
      credentials: join(sandbox.directory, 'own-credentials'),
      config: join(sandbox.directory, 'own-config'),
    };
    const credentials =
      '[mine]\naws_access_key_id = AKIAMINE\naws_secret_access_key = x\n[deploy]\naws_access_key_id = AKIAOLD\n';
    const config = '[profile mine]\nregion = eu-north-1\n';
    writeFileSync(own.credentials, credentials);
    writeFileSync(own.config, config);
    const outcome = await open({
      AWS_SHARED_CREDENTIALS_FILE: own.credentials,
      AWS_CONFIG_FILE: own.config,
    }).step({ ...inputs(), profiles: twoProfiles() });
    expect(outcome.warnings.join()).toMatch(/own profiles deploy are hidden/);
    const { AWS_SHARED_CREDENTIALS_FILE = '', AWS_CONFIG_FILE = '' } = pipeline.awsVariables();
    expect(readFileSync(AWS_SHARED_CREDENTIALS_FILE, 'utf8')).toContain('AKIAMINE');
    expect(readFileSync(AWS_SHARED_CREDENTIALS_FILE, 'utf8')).not.toContain('AKIAOLD');
    expect(readFileSync(AWS_CONFIG_FILE, 'utf8')).toContain('eu-north-1');
    expect(await caller('deploy')).toMatch(/^123456789012 /);
    await pipeline.finish();
    expect(readFileSync(own.credentials, 'utf8')).toBe(credentials);
    expect(readFileSync(own.config, 'utf8')).toBe(config);
    expect(pipeline.awsVariables()).toMatchObject({
      AWS_SHARED_CREDENTIALS_FILE: own.credentials,
      AWS_CONFIG_FILE: own.config,
    });
  });

  test('two uses of the step in one job see each other, and clean up after themselves', async () => {
    await open().step({ ...inputs(), profiles: `deploy = ${scenario.roleArn}` });
    await pipeline.step({ ...inputs(), profiles: `audit = ${second}` });
    expect(await caller('deploy')).toMatch(/^123456789012 /);
    expect(await caller('audit')).toMatch(/^210987654321 /);
    await pipeline.finish();
    expect(ownFiles()).toEqual([]);
    expect(pipeline.awsVariables()).toMatchObject(USUAL_FILES);
  });

  test('aws-profile names the profile of the one role, besides the variables', async () => {
    const outcome = await open().step({
      ...mainInputs(sandbox, scenario),
      'aws-profile': 'production',
    });
    expect(outcome.errors).toEqual([]);
    const { AWS_PROFILE, AWS_ACCESS_KEY_ID } = pipeline.awsVariables();
    expect(AWS_PROFILE).toBeUndefined();
    expect(AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
    expect(await caller('production')).toMatch(/^123456789012 /m);
    await pipeline.finish();
    expect(pipeline.awsVariables()).toMatchObject({ ...USUAL_FILES, AWS_ACCESS_KEY_ID: '' });
  });

  test('what is wrong with the profiles is said by its line', async () => {
    const { errors } = await open().step({
      ...inputs(),
      profiles: `deploy = ${scenario.roleArn}\n[bad] = ${second}`,
    });
    expect(errors.join()).toMatch(/EAC_INPUT_INVALID: "profiles" has a mistake in line 2/);
  });

  (AWS_CLI ? test : test.skip)('the AWS CLI reads the profiles back', async () => {
    await open().step({ ...inputs(), profiles: twoProfiles(), refresh: 'true' });
    for (const [profile, account] of [
      ['deploy', '123456789012'],
      ['audit', '210987654321'],
    ]) {
      const seen = await pipeline.script(
        `AWS_CA_BUNDLE="${sandbox.caFile}" aws sts get-caller-identity --endpoint-url ${sandbox.stsUrl} --profile ${profile} --query Account --output text`,
      );
      expect(seen.trim()).toBe(account);
    }
  });
});
