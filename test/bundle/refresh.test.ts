import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { keyLines, leaksIn } from './leaks.ts';
import { mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));
const SECONDS = 1000;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const openSession = sandbox.aws.openSession;

/** From now on sessions end after so many seconds, whatever was asked for. */
function sessionsLast(durationSeconds: number): void {
  sandbox.aws.openSession = (request) =>
    openSession.call(sandbox.aws, { ...request, durationSeconds });
}

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const open = (environment: Record<string, string> = {}, folder = tmpdir()) => {
    pipeline = openPipeline(host, node, {
      folder,
      environment,
      secrets: [scenario.pem],
    });
    return pipeline;
  };
  afterEach(async () => {
    sandbox.aws.openSession = openSession;
  });

  const caller = () =>
    pipeline.script(
      `AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${CALLER}"`,
    );
  const ownFiles = () => pipeline.files().filter((file) => file.includes('/entra-aws-creds-'));
  const keyId = (line: string) => Buffer.from(line.split(' ').at(-1) ?? '', 'hex').toString();
  const refreshing = () => ({ ...mainInputs(sandbox, scenario), refresh: 'true' });

  test('credentials are used again while they last', async () => {
    const outcome = await open().step(refreshing());
    expect(outcome.errors).toEqual([]);
    expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toBeUndefined();
    expect(pipeline.awsVariables()['AWS_PROFILE']).toBe('entra-aws-creds');
    const before = sandbox.requests.length;
    const first = await caller();
    expect(first).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
    expect(keyId(await caller())).toBe(keyId(first));
    expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual(['sts', 'sts']);
  });

  test('a job that goes on reads fresh ones after the first have expired', async () => {
    sessionsLast(3);
    await open().step(refreshing());
    const issued = sandbox.aws.sessions.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 3.5 * SECONDS));
    expect(issued?.expiresAt.getTime()).toBeLessThan(Date.now());
    sessionsLast(3600);
    const line = await caller();
    expect(line).toMatch(/^123456789012 /);
    expect(keyId(line)).toMatch(/^ASIA/);
    expect(keyId(line)).not.toBe(issued?.accessKeyId);
    expect(keyId(await caller())).toBe(keyId(line));
  });

  test('a space in the temporary folder is no obstacle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'with some spaces '));
    expect((await open({}, folder).step(refreshing())).errors).toEqual([]);
    expect(await caller()).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
    const config = readFileSync(pipeline.awsVariables()['AWS_CONFIG_FILE'] ?? '', 'utf8');
    expect(config).toMatch(/^credential_process = [^"\s]+ [^"\s]+ [^"\s]+$/m);
    rmSync(folder, { recursive: true });
  });

  test('the key stays in files of the job alone, until the clean-up', async () => {
    const { written, kept } = await open().step(refreshing());
    const plan = ownFiles().find((file) => file.endsWith('renew-entra-aws-creds.json')) ?? '';
    expect(JSON.parse(readFileSync(plan, 'utf8')).inputs.certificate).toContain('PRIVATE KEY');
    for (const file of ownFiles()) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(leaksIn(kept, { key: keyLines(scenario.keyPem) })).toEqual([]);
    expect(written).toContain('AWS_PROFILE');
    await pipeline.finish();
    expect(ownFiles()).toEqual([]);
    expect(await caller()).not.toMatch(/^123456789012 /);
  });

  test('a renewal that fails says why, and shows nothing secret', async () => {
    sessionsLast(3);
    await open().step(refreshing());
    scenario.role.maxSessionDuration = 900;
    sandbox.aws.openSession = openSession;
    const config = readFileSync(pipeline.awsVariables()['AWS_CONFIG_FILE'] ?? '', 'utf8');
    const command = /^credential_process = (.+)$/m.exec(config)?.[1];
    const line = await pipeline.script(`${command} 2>&1 || true`);
    scenario.role.maxSessionDuration = 3600;
    expect(line).toMatch(/EAC_STS_REFUSED/);
    expect(leaksIn(line, { key: keyLines(scenario.keyPem) })).toEqual([]);
  });

  test('variables that later steps set do not move where the key is sent', async () => {
    sessionsLast(3);
    await open().step(refreshing());
    await pipeline.setVariable('AZURE_AUTHORITY_HOST', 'https://evil.example');
    await pipeline.setVariable('HTTPS_PROXY', 'http://evil.example:1');
    expect(await caller()).toMatch(/^123456789012 /);
  });
});
