import {
  AzureJob,
  type AzureJobOptions,
  type StandardScenario,
  standardScenario,
} from '@entra-aws-creds/sandbox';
import { afterEach, describe, expect, test } from '@jest/globals';
import { standardSandbox } from '../standard-sandbox.ts';
import { NODE_VERSIONS } from './node-versions.ts';
import { TASK_DIRECTORY } from './pipeline.ts';

const { sandbox, scenario } = await standardSandbox();
const { certificate } = scenario;
const other = await standardScenario(sandbox, { certificate, accountId: '210987654321' });

describe.each(['Node 20', 'Node 24'] as const)('Azure Pipelines on %s', (node) => {
  let job: AzureJob;
  const open = (options: AzureJobOptions = {}) => {
    job = new AzureJob({
      node: NODE_VERSIONS[node],
      env: { NODE_EXTRA_CA_CERTS: sandbox.caFile },
      timeoutMs: 60_000,
      ...options,
    });
    return job;
  };
  afterEach(() => job.close());

  const step = ({ tenantId, clientId, pem, audience, roleArn }: StandardScenario) => ({
    directory: TASK_DIRECTORY,
    inputs: {
      tenantId,
      clientId,
      certificate: pem,
      audience,
      awsRegion: 'eu-west-1',
      roleToAssume: roleArn,
      authorityHost: sandbox.entraUrl,
      stsEndpoint: sandbox.stsUrl,
    },
  });

  test('a plain script sees the credentials, and the log does not show what it prints', async () => {
    await open().task(step(scenario));
    const { log } = await job.script(
      'echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY" | wc -w; echo "$AWS_SECRET_ACCESS_KEY"',
    );
    expect(log).toEqual(['2', '***']);
  });

  test('the tasks of the AWS Toolkit find theirs', async () => {
    await open().task(step(scenario));
    const session = sandbox.aws.sessions.at(-1);
    expect(job.variable('AWS.AccessKeyID')).toMatchObject({
      value: session?.accessKeyId,
      secret: true,
    });
    expect(job.variable('AWS.SecretAccessKey')).toMatchObject({
      value: session?.secretAccessKey,
      secret: true,
    });
    expect(job.variable('AWS.SessionToken')).toMatchObject({
      value: session?.sessionToken,
      secret: true,
    });
    // The task library finds AWS.Region under either name; to the environment the two are one.
    expect(job.variable('AWS.Region')).toBeUndefined();
    expect(job.variable('AWS_REGION')).toMatchObject({ value: 'eu-west-1', secret: false });
  });

  test('refresh leaves the tasks of the AWS Toolkit no credentials of an earlier step', async () => {
    await open().task(step(scenario));
    const { directory, inputs } = step(scenario);
    const { result, log } = await job.task({ directory, inputs: { ...inputs, refresh: 'true' } });
    expect(result).toBe('Succeeded');
    expect(log.join('\n')).toContain('Blanked AWS.AccessKeyID');
    expect(job.variable('AWS.AccessKeyID')).toMatchObject({ value: '', secret: true });
    expect(job.variable('AWS_ACCESS_KEY_ID')).toMatchObject({ value: '' });
  });

  test('nothing secret is in the log with System.Debug on', async () => {
    const { log } = await open({ variables: { 'System.Debug': 'true' } }).task(step(scenario));
    const session = sandbox.aws.sessions.at(-1);
    expect(log.join('\n')).toContain('##[debug]');
    for (const secret of [
      session?.secretAccessKey,
      session?.sessionToken,
      scenario.keyPem.split('\n')[3],
    ]) {
      expect(log.join('\n')).not.toContain(secret);
    }
  });

  test('two uses in one job: the second holds, and each cleans up after itself', async () => {
    await open().task(step(scenario));
    await job.task(step(other));
    const { log } = await job.script('echo "$AWS_ACCESS_KEY_ID" | wc -c');
    expect(log).toEqual(['21']);
    const session = sandbox.aws.sessions.at(-1);
    expect(job.variable('AWS.AccessKeyID')?.value).toBe(session?.accessKeyId);
    const posts = await job.finish();
    expect(posts.map(({ result }) => result)).toEqual(['Succeeded', 'Succeeded']);
    expect(posts[0]?.log.join()).toContain('Cleared');
    // The region is the same in both, so it is the first use's to clear.
    expect(posts[1]?.log.join()).toMatch(/Cleared AWS_REGION, AWS_DEFAULT_REGION$/);
    expect(job.variable('AWS_REGION')?.value).toBe('');
    expect(job.variable('AWS_ACCESS_KEY_ID')?.value).toBe('');
    expect(job.variable('AWS.AccessKeyID')?.value).toBe('');
  });

  test('the post-job step of a step that never ran says and does nothing', async () => {
    open({ variables: { AWS_REGION: 'us-east-1' } }).skippedTask(step(scenario));
    const [post] = await job.finish();
    expect(post).toMatchObject({ result: 'Succeeded', exitCode: 0, issues: [], variables: [] });
    expect(job.variable('AWS_REGION')?.value).toBe('us-east-1');
  });

  test("a step's own restrictions let it work when they admit AWS_* and AWS.*", async () => {
    const target = { commands: 'restricted' as const, settableVariables: ['AWS_*', 'AWS.*'] };
    const { issues } = await open().task({ ...step(scenario), target });
    expect(job.scriptEnvironment()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    // Its outputs were not admitted; the agent says so.
    expect(issues.every(({ message }) => /^Setting variable/.test(message))).toBe(true);
  });

  test('a read-only variable with the value of the step is left alone', async () => {
    const AWS_REGION = { value: 'eu-west-1', readOnly: true };
    const { result, issues } = await open({ variables: { AWS_REGION } }).task(step(scenario));
    expect([result, issues]).toEqual(['Succeeded', []]);
    expect(job.scriptEnvironment()).toMatchObject({
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
    const [post] = await job.finish();
    expect(post).toMatchObject({ result: 'Succeeded', issues: [] });
    expect(job.variable('AWS_REGION')?.value).toBe('eu-west-1');
  });

  test('what may be read-only and has another value is named before the agent refuses it', async () => {
    const AWS_REGION = { value: 'us-east-1', readOnly: true };
    const { result, log } = await open({ variables: { AWS_REGION } }).task(step(scenario));
    expect(result).toBe('Failed');
    const told = log.findIndex((line) => line.startsWith('Replacing AWS_REGION, '));
    const refused = log.findIndex((line) => line.includes("readonly variable 'AWS_REGION'"));
    expect(told).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(told);
    const [post] = await job.finish();
    expect(post).toMatchObject({ result: 'Succeeded', issues: [] });
    expect(job.scriptEnvironment()['AWS_ACCESS_KEY_ID']).toBe('');
  });

  test('a secret variable of the same name is told before anything is exported', async () => {
    const { result, issues, variables } = await open({
      variables: { AWS_SECRET_ACCESS_KEY: { value: 'from a variable group', secret: true } },
    }).task(step(scenario));
    expect(result).toBe('Failed');
    expect(issues.map(({ message }) => message).join()).toMatch(
      /EAC_EXPORT_BLOCKED.*AWS_SECRET_ACCESS_KEY/,
    );
    expect(variables).toEqual([]);
  });
});
