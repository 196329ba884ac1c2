import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AzureJob,
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NODE_VERSIONS } from '../bundle/node-versions.ts';
import { packExtension, ROOT, unpackExtension } from './packed-extension.ts';

const scratch = mkdtempSync(join(tmpdir(), 'extension-test-'));
const unpacked = join(scratch, 'unpacked');
const task = join(unpacked, 'EntraAwsCreds');
let names: readonly string[];
let sandbox: Sandbox;
let scenario: StandardScenario;

beforeAll(async () => {
  packExtension(join(scratch, 'first.vsix'));
  names = await unpackExtension(join(scratch, 'first.vsix'), unpacked);
  sandbox = await startSandbox();
  scenario = await standardScenario(sandbox);
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  rmSync(scratch, { recursive: true });
});

test('it holds the task, its bundles, licences and pages, and nothing else', () => {
  const bundles = [
    'azure-devops-task',
    'azure-devops-task-post',
    'core',
    'credential-process',
  ].flatMap((bundle) =>
    readdirSync(join(ROOT, 'dist', bundle)).map((name) => `EntraAwsCreds/dist/${bundle}/${name}`),
  );
  expect(names).toEqual(
    [
      ...bundles,
      'EntraAwsCreds/LICENSE',
      'EntraAwsCreds/icon.png',
      'EntraAwsCreds/task.json',
      'LICENSE',
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension.vsomanifest',
      'icon-large.png',
      'icon.png',
      'overview.md',
    ].sort(),
  );
  for (const bundle of bundles.filter((name) => name.endsWith('.js'))) {
    const path = bundle.replace('EntraAwsCreds/', '');
    expect(readFileSync(join(unpacked, bundle)).equals(readFileSync(join(ROOT, path)))).toBe(true);
  }
});

test('the same sources give the same bytes', () => {
  packExtension(join(scratch, 'second.vsix'));
  const [first, second] = ['first.vsix', 'second.vsix'].map((name) =>
    readFileSync(join(scratch, name)),
  );
  expect(second?.equals(first as Buffer)).toBe(true);
});

test('the manifests name the version, the task and no scopes', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const manifest = readFileSync(join(unpacked, 'extension.vsixmanifest'), 'utf8');
  expect(manifest).toContain(`Version="${version}"`);
  const extension = JSON.parse(readFileSync(join(unpacked, 'extension.vsomanifest'), 'utf8'));
  expect(extension.contributions).toMatchObject([{ properties: { name: 'EntraAwsCreds' } }]);
  expect(extension.scopes ?? []).toEqual([]);
});

describe.each(['Node 20', 'Node 24'] as const)('the unpacked task on %s', (node) => {
  const openJob = () =>
    new AzureJob({
      node: NODE_VERSIONS[node],
      env: { NODE_EXTRA_CA_CERTS: sandbox.caFile },
      timeoutMs: 60_000,
    });
  const inputs = () => ({
    tenantId: scenario.tenantId,
    clientId: scenario.clientId,
    certificate: scenario.pem,
    audience: scenario.audience,
    awsRegion: 'eu-west-1',
    roleToAssume: scenario.roleArn,
    authorityHost: sandbox.entraUrl,
    stsEndpoint: sandbox.stsUrl,
  });

  test('gets credentials from another working folder, and cleans up', async () => {
    const job = openJob();
    expect(job.workingDirectory).not.toContain(unpacked);
    const step = await job.task({ directory: task, inputs: inputs() });
    expect([step.result, step.issues]).toEqual(['Succeeded', []]);
    expect(job.scriptEnvironment()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    const [post] = await job.finish();
    expect(post?.result).toBe('Succeeded');
    expect(job.scriptEnvironment()['AWS_ACCESS_KEY_ID'] ?? '').toBe('');
    await job.close();
  });

  test('writes a profile whose command is in the package', async () => {
    const job = openJob();
    const step = await job.task({ directory: task, inputs: { ...inputs(), refresh: 'true' } });
    expect(step.issues).toEqual([]);
    const config = readFileSync(job.scriptEnvironment()['AWS_CONFIG_FILE'] ?? '', 'utf8');
    const command = /^credential_process = (.+)$/m.exec(config)?.[1] ?? '';
    expect(command).toContain(join(task, 'dist/credential-process/index.js'));
    const { log } = await job.script(`${command} | grep -c '"Version":1'`);
    expect(log.join('')).toBe('1');
    await job.finish();
    await job.close();
  });

  test('fails with a message and an exit status of 0, as the agent wants it', async () => {
    const job = openJob();
    const step = await job.task({ directory: task, inputs: { ...inputs(), awsRegion: '' } });
    expect(step).toMatchObject({ result: 'Failed', exitCode: 0 });
    expect(step.issues.map(({ message }) => message).join()).toMatch(
      /EAC_INPUT_MISSING: "awsRegion"/,
    );
    await job.close();
  });
});
