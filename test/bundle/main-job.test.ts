import { readFileSync } from 'node:fs';
import { issueCertificate, standardScenario } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { mainInputs, PIPELINES, type Pipeline, type PipelineOptions } from './pipeline.ts';
import { pipelinesOn } from './sandboxed-pipelines.ts';

const PLAIN = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
];
const TOOLKIT = ['AWS.AccessKeyID', 'AWS.SecretAccessKey', 'AWS.SessionToken'];

const sandbox = await sandboxOfFile();
const openPipeline = pipelinesOn(sandbox);
const certificate = issueCertificate({ commonName: 'pipeline' });
const v1 = await standardScenario(sandbox, { tokenVersion: 1, certificate });
const v2 = await standardScenario(sandbox, {
  tokenVersion: 2,
  certificate,
  accountId: '210987654321',
  rolePath: '/ci/',
});

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const open = (options: PipelineOptions = {}) => {
    pipeline = openPipeline(host, node, options);
    return pipeline;
  };
  const onAzure = host === 'Azure Pipelines';

  test.each([1, 2])(
    'a certificate becomes credentials with a v%i token, in two requests',
    async (version) => {
      const scenario = version === 1 ? v1 : v2;
      const before = sandbox.requests.length;
      const connections = { ...sandbox.connections };
      const outcome = await open().step(mainInputs(sandbox, scenario));
      expect(outcome.errors).toEqual([]);
      expect(outcome).toMatchObject({ succeeded: true, exitCode: 0 });
      const requests = sandbox.requests.slice(before);
      expect(requests.map(({ service, method, path }) => [service, method, path])).toEqual([
        ['entra', 'POST', `/${scenario.tenantId}/oauth2/v2.0/token`],
        ['sts', 'POST', '/'],
      ]);
      expect(sandbox.connections.entra - connections.entra).toBe(1);
      expect(sandbox.connections.sts - connections.sts).toBe(1);
      expect(requests[1]?.headers['authorization']).toBeUndefined();

      const variables = pipeline.awsVariables();
      expect(variables).toMatchObject({
        AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
        AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^.{40}$/),
        AWS_SESSION_TOKEN: expect.stringMatching(/^.{100,}$/),
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
      });
      expect(outcome.exported.map(({ name }) => name).sort()).toEqual(
        [...PLAIN, ...(onAzure ? TOOLKIT : [])].sort(),
      );
      const runId = onAzure
        ? 'AzureDevOps-Website-4711'
        : 'GitHubActions-contoso-website-1234567890';
      expect(outcome.outputs).toEqual({
        'aws-account-id': scenario.accountId,
        'aws-expiration': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        'assumed-role-arn': `arn:aws:sts::${scenario.accountId}:assumed-role/Deploy/${runId}`,
        'token-issuer': scenario.tokenIssuer,
        'token-audience': scenario.tokenAudience,
        'token-subject': scenario.tokenSubject,
        'certificate-expiration': scenario.certificate.notAfter.toISOString(),
        'certificate-days-left': '364',
      });
    },
  );

  test('the assertion is PS256 under the SHA-256 thumbprint, and lives ten minutes', async () => {
    await open().step(mainInputs(sandbox, v1));
    const body = sandbox.requests.findLast(({ service }) => service === 'entra')?.body;
    const [header, payload] = (new URLSearchParams(body).get('client_assertion') ?? '')
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(header ?? '')).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': Buffer.from(v1.certificate.thumbprintSha256, 'hex').toString('base64url'),
    });
    const { nbf, exp } = JSON.parse(payload ?? '');
    expect(exp - nbf).toBe(600);
  });

  test('a mask for every secret comes before anything else that is written', async () => {
    const { written, exported } = await open().step(mainInputs(sandbox, v1));
    const secrets = exported
      .filter(({ name }) => /KEY|TOKEN/i.test(name))
      .map(({ value }) => value);
    expect(secrets.length).toBeGreaterThanOrEqual(3);
    const lines = written.split('\n');
    for (const secret of secrets) {
      const first = lines.find((line) => line.includes(secret));
      expect(first).toMatch(/^(::add-mask::|##vso\[task\.setsecret\])/);
    }
  });

  test('certificate-path, a session name and a duration are taken', async () => {
    const { certificate: _, ...inputs } = mainInputs(sandbox, v1);
    const outcome = await open().step({
      ...inputs,
      'certificate-path': v1.certificatePath,
      'role-session-name': 'release@7',
      'role-duration-seconds': '900',
    });
    expect(outcome.outputs['assumed-role-arn']).toMatch(/\/release@7$/);
    const remainingMs = new Date(outcome.outputs['aws-expiration'] ?? '').getTime() - Date.now();
    expect(remainingMs).toBeGreaterThan(890_000 - 60_000);
    expect(remainingMs).toBeLessThanOrEqual(900_000);
  });

  test('a tenant can be given by its domain, and the authority by the environment', async () => {
    const { 'authority-host': url, ...inputs } = mainInputs(sandbox, v1);
    const outcome = await open({ environment: { AZURE_AUTHORITY_HOST: url ?? '' } }).step({
      ...inputs,
      'tenant-id': v1.tenantDomain,
    });
    expect(outcome.errors).toEqual([]);
  });

  test('output-credentials sets outputs; without output-env-credentials nothing is exported', async () => {
    const outcome = await open().step({
      ...mainInputs(sandbox, v1),
      'output-credentials': 'true',
      'output-env-credentials': 'false',
    });
    expect(Object.keys(outcome.outputs)).toEqual(
      expect.arrayContaining(['aws-access-key-id', 'aws-secret-access-key', 'aws-session-token']),
    );
    expect(outcome.exported).toEqual([]);
    expect(pipeline.awsVariables()).toEqual({});
  });

  test('mask-aws-account-id hides the account in the whole log', async () => {
    const outcome = await open().step({
      ...mainInputs(sandbox, v1),
      'mask-aws-account-id': 'true',
    });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.log).not.toContain(v1.accountId);
  });

  test('the clean-up blanks what the step exported', async () => {
    await open().step(mainInputs(sandbox, v1));
    const [post] = await pipeline.finish();
    expect(post).toMatchObject({ succeeded: true, errors: [], warnings: [] });
    expect(Object.values(pipeline.awsVariables()).join('')).toBe('');
    expect(post?.exported.map(({ name, value }) => `${name}=${value}`).sort()).toEqual(
      [...PLAIN, ...(onAzure ? TOOLKIT : [])].map((name) => `${name}=`).sort(),
    );
  });

  test('the clean-up leaves what somebody has set since', async () => {
    await open().step(mainInputs(sandbox, v1));
    await pipeline.setVariable('AWS_ACCESS_KEY_ID', 'AKIASOMEBODYELSES');
    await pipeline.finish();
    expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toBe('AKIASOMEBODYELSES');
    expect(pipeline.awsVariables()['AWS_REGION']).toBe('');
  });

  test('the clean-up of one use leaves the credentials of the next', async () => {
    await open().step(mainInputs(sandbox, v1));
    await pipeline.step(mainInputs(sandbox, v2));
    const second = pipeline.awsVariables();
    const [ofSecond, ofFirst] = await pipeline.finish();
    expect(ofSecond?.exported.length).toBeGreaterThan(0);
    // The region is the same in both, so it is the first use's to clear.
    expect(ofFirst?.exported.map(({ name }) => name)).toEqual(['AWS_REGION', 'AWS_DEFAULT_REGION']);
    expect(Object.values(pipeline.awsVariables()).join('')).toBe('');
    expect(second['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
  });

  test.each([['the same'], ['another']])(
    'the clean-up gives back %s region that the job had by itself',
    async (which) => {
      const theirs = which === 'the same' ? 'eu-west-1' : 'ap-southeast-2';
      const given = { AWS_REGION: theirs, AWS_DEFAULT_REGION: theirs };
      const variables = Object.entries(given).map(([name, value]) => [name, { value }]);
      open(onAzure ? { variables: Object.fromEntries(variables) } : { environment: given });
      await pipeline.step(mainInputs(sandbox, v1));
      expect(pipeline.awsVariables()).toMatchObject({ AWS_REGION: 'eu-west-1' });
      const [post] = await pipeline.finish();
      expect(post).toMatchObject({ succeeded: true, warnings: [] });
      expect(pipeline.awsVariables()).toMatchObject({ ...given, AWS_ACCESS_KEY_ID: '' });
    },
  );

  test('clean-up: false leaves everything', async () => {
    await open().step({ ...mainInputs(sandbox, v1), 'clean-up': 'false' });
    await pipeline.finish();
    expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
  });

  test('the clean-up of a step that failed does nothing and does not fail', async () => {
    await open().step({ ...mainInputs(sandbox, v1), 'role-to-assume': 'nonsense' });
    const [post] = await pipeline.finish();
    expect(post).toMatchObject({ succeeded: true, exported: [], errors: [], warnings: [] });
  });

  test('the table at the end shows what AWS sees, and no secret', async () => {
    const outcome = await open().step(mainInputs(sandbox, v1));
    const table = onAzure ? outcome.log : outcome.kept;
    for (const text of [
      v1.roleArn,
      v1.accountId,
      v1.tokenIssuer,
      v1.tokenAudience,
      v1.tokenSubject,
      v1.certificate.thumbprintSha1,
    ]) {
      expect(table).toContain(text);
    }
  });

  test('a certificate that ends within 30 days is warned about', async () => {
    const soon = issueCertificate({
      commonName: 'soon',
      notAfter: new Date(Date.now() + 20.5 * 86_400_000),
    });
    v1.client.registerCertificate(soon.certificatePem);
    const outcome = await open().step({
      ...mainInputs(sandbox, v1),
      certificate: soon.privateKeyPem + soon.certificatePem,
    });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.warnings.join()).toMatch(/CN=soon .*in 20 days/);
  });

  test('a variable that moves the STS endpoint is warned about, with its host', async () => {
    const { 'sts-endpoint': url = '', ...inputs } = mainInputs(sandbox, v1);
    const outcome = await open({ environment: { AWS_ENDPOINT_URL_STS: url } }).step(inputs);
    expect(outcome.succeeded).toBe(true);
    expect(outcome.warnings.join()).toContain('AWS_ENDPOINT_URL_STS');
    expect(outcome.warnings.join()).toContain(new URL(url).host);
  });

  test('nothing is written but the record for a step that drops the credentials', async () => {
    await open().step(mainInputs(sandbox, v1));
    const files = pipeline.files().filter((file) => readFileSync(file, 'utf8') !== '');
    expect(files).toEqual([expect.stringMatching(/\/entra-aws-creds-\w+\/handed-over\.json$/)]);
  });

  test.each([
    [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, 'AWS_REGION'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' }, 'AWS_DEFAULT_REGION'],
  ])('without aws-region, that of %j counts, and the log says so', async (environment, name) => {
    const { 'aws-region': _, ...inputs } = mainInputs(sandbox, v1);
    const { errors, log } = await open({ environment }).step(inputs);
    expect(errors).toEqual([]);
    expect(log).toMatch(new RegExp(`Region eu-west-1, from the variable ${name}: "aws`, 'i'));
    expect(pipeline.awsVariables()).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
  });

  test('what a variable holds instead of a region is refused by its name', async () => {
    const { 'aws-region': _, ...inputs } = mainInputs(sandbox, v1);
    const environment = { AWS_REGION: 'evil.example#' };
    const { errors } = await open({ environment }).step(inputs);
    expect(errors.join()).toMatch(/EAC_INPUT_INVALID: The variable AWS_REGION is "evil.example#"/);
  });
});
