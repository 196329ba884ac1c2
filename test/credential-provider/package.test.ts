import { execFileSync, spawn } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personScenario, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { NODE_VERSIONS } from '../bundle/node-versions.ts';
import { version } from '../bundle/own-version.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { type Outcome, outcomeOf } from '../cli/program.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { signedIn } from './signed-in-person.ts';

jest.setTimeout(120_000);

const { sandbox, scenario } = await standardSandbox();
const folder = mkdtempSync(join(tmpdir(), 'credential-provider-package-'));
const installed = join(folder, 'node_modules/@entra-aws-creds/credential-provider');

beforeAll(() => {
  const tarball = join(folder, 'package.tgz');
  const script = join(REPOSITORY, 'scripts/package-credential-provider.mjs');
  execFileSync(process.execPath, [script, tarball]);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const install = ['install', '--offline', '--no-audit', '--no-fund', tarball];
  execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  // The SDK of the program that uses the package.
  for (const scope of ['@aws-sdk', '@smithy', '@types']) {
    symlinkSync(join(REPOSITORY, 'node_modules', scope), join(folder, 'node_modules', scope));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readme = readFileSync(join(REPOSITORY, 'packages/credential-provider/README.md'), 'utf8');
const examples = new Map(
  [...readme.matchAll(/## (.+)\n+```js\n([\s\S]*?)```/g)].map(([, title = '', code = '']) => [
    title,
    code,
  ]),
);

test('what is packed are bundles and types, of this version', () => {
  const files = readdirSync(installed, { recursive: true }).map(String);
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/licenses.txt']),
  );
  expect(
    files.filter((file) => /\.ts$/.test(file) && !/^types\/[\w-]+\.d\.ts$/.test(file)),
  ).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ name: '@entra-aws-creds/credential-provider', version });
  expect(manifest.dependencies).toBeUndefined();
});

test('a stranger who writes TypeScript is told the types, which the SDK takes', () => {
  writeFileSync(
    join(folder, 'stranger.ts'),
    `import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider, RuntimeConfigAwsCredentialIdentityProvider } from '@aws-sdk/types';
import { EntraCredentialsError, fromEntraCertificate, fromEntraIdToken, fromEntraManagedIdentity } from '@entra-aws-creds/credential-provider';

const roleArn = 'arn:aws:iam::123456789012:role/Deploy';
export const person: AwsCredentialIdentityProvider = fromEntraIdToken({ idToken: async () => '', roleArn });
export const machine: RuntimeConfigAwsCredentialIdentityProvider = fromEntraManagedIdentity({ audience: 'api://aws', roleArn });
const application = { tenantId: 'contoso.onmicrosoft.com', clientId: '11111111-2222-4333-8444-555555555555', roleArn };
const credentials = fromEntraCertificate({ ...application, certificatePath: 'a.pem' });
export const clients = [new S3Client({ credentials }), new STSClient({ credentials })];
export const expiration: Promise<Date> = credentials().then((one) => one.expiration);
export const code = (error: EntraCredentialsError): string => error.code;
// @ts-expect-error: without a certificate
fromEntraCertificate(application);
// @ts-expect-error: with two
fromEntraCertificate({ ...application, certificate: '', certificatePath: '' });
// @ts-expect-error: without a role
fromEntraIdToken({ idToken: '' });
// @ts-expect-error: an option that there is not
fromEntraIdToken({ idToken: '', roleArn, duration: 900 });
`,
  );
  const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
  const types = ['--types', 'node', '--ignoreConfig', 'stranger.ts'];
  execFileSync(process.execPath, [tsc, ...options, ...types], { cwd: folder });
});

const people = personScenario(sandbox, { tenant: scenario.tenant });
const identity = scenario.tenant.app({ displayName: 'worker' });
const worker = scenario.role.account.role({
  name: 'Worker',
  trustPolicy: tightTrustPolicy(scenario.provider, {
    aud: scenario.tokenAudience,
    sub: identity.servicePrincipalObjectId,
  }),
});
Object.assign(sandbox.machine, { tenant: scenario.tenant, systemAssigned: identity });
const bucket = sandbox.s3.bucket({
  name: 'reports',
  account: people.role.account,
  objects: { '2026/q1.csv': '', '2026/q2.csv': '' },
});
const mayList = { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket.arn };
people.role.inlinePolicies.set('buckets', JSON.stringify({ Statement: [mayList] }));

describe.each(Object.entries(NODE_VERSIONS))('with %s the example', (_, node) => {
  /** What a program prints. */
  const run = (code: string, environment: Record<string, string> = {}): Promise<Outcome> => {
    writeFileSync(join(folder, 'program.js'), code);
    const env = {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      NODE_NO_WARNINGS: '1',
      AZURE_AUTHORITY_HOST: sandbox.entraUrl,
      AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
      AWS_ENDPOINT_URL_S3: sandbox.s3Url,
      ...environment,
    };
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    return outcomeOf(spawn(node, ['program.js'], { cwd: folder, env, stdio: [...stdio] }));
  };
  const example = (title: string) => {
    const code = examples.get(title);
    if (code === undefined) throw new Error(`The README has no example "${title}".`);
    return code;
  };

  test('of a person lists the bucket as that person', async () => {
    const { id_token } = await signedIn(sandbox, people);
    writeFileSync(
      join(folder, 'people.js'),
      example('A person who has signed in to a web application'),
    );
    const code = `import { objectsFor } from './people.js';
const person = { name: 'ada@contoso', idToken: async () => process.env.TOKEN };
console.log((await objectsFor(person)).join());`;
    expect(await run(code, { TOKEN: id_token, ROLE_OF_PEOPLE: people.roleArn })).toEqual({
      status: 0,
      stdout: '2026/q1.csv,2026/q2.csv\n',
      stderr: '',
    });
    expect(sandbox.aws.sessions.at(-1)?.name).toBe('ada@contoso');
  });

  test('of a service says who it is', async () => {
    const outcome = await run(example('A service with a certificate'), {
      ENTRA_TENANT_ID: scenario.tenantId,
      ENTRA_CLIENT_ID: scenario.clientId,
      ENTRA_CERTIFICATE_PATH: scenario.certificatePath,
      ENTRA_AUDIENCE: scenario.audience,
      ROLE_OF_SERVICE: scenario.roleArn,
    });
    expect(outcome).toEqual({
      status: 0,
      stdout: `arn:aws:sts::${scenario.accountId}:assumed-role/Deploy/nightly-report\n`,
      stderr: '',
    });
  });

  test('of a machine says who it is, or why it is nobody', async () => {
    const environment = {
      ...sandbox.machine.environment('App Service'),
      ENTRA_AUDIENCE: scenario.audience,
      ROLE_OF_MACHINE: worker.arn,
    };
    const code = example('A machine in Azure');
    expect(await run(code, environment)).toMatchObject({
      stdout: expect.stringContaining(':assumed-role/Worker/'),
      stderr: '',
    });
    expect(await run(code, { ...environment, ROLE_OF_MACHINE: scenario.roleArn })).toEqual({
      status: 0,
      stdout: 'EAC_STS_ACCESS_DENIED: no credentials\n',
      stderr: '',
    });
  });
});

test('the README has an example for each provider', () => {
  expect(examples.size).toBe(3);
});
