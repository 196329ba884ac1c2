import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Inputs, mainInputs, PIPELINES } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const sockets = createServer();
const folder = mkdtempSync(join(tmpdir(), 'strange-'));
if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe')]);
sockets.listen(join(folder, 'socket'));
afterAll(() => {
  sockets.close();
  rmSync(folder, { recursive: true });
});

const STRANGE = [
  ['pipe', /a named pipe, not a file/],
  ['socket', /ENXIO|a socket, not a file/],
  ['', /a folder, not a file/],
  ['/dev/zero', /more than 16777216 bytes/],
] as const;

const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix.each(PIPELINES)('%s on %s, given what is no file', (host, node) => {
  const run = async (change: Inputs, environment: Inputs = {}) => {
    const pipeline = openPipeline(host, node, { environment });
    const started = performance.now();
    const outcome = await pipeline.step({ ...mainInputs(sandbox, scenario), ...change });
    const seconds = (performance.now() - started) / 1000;
    return { ...outcome, seconds };
  };
  const pathOf = (name: string) => (name.startsWith('/') ? name : join(folder, name));
  const expectRefused = async (code: string, says: RegExp, ...asked: Parameters<typeof run>) => {
    const { errors, exitCode, seconds, exported } = await run(...asked);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(new RegExp(`^${code}: `));
    expect(errors[0]).toMatch(says);
    expect(exitCode).toBe(host === 'GitHub Actions' ? 1 : 0);
    expect(seconds).toBeLessThan(10);
    expect(exported).toEqual([]);
  };

  test.each(STRANGE)('certificate-path: %j', async (name, says) => {
    const inputs = { certificate: '', 'certificate-path': pathOf(name) };
    await expectRefused('EAC_CERTIFICATE_FILE', says, inputs);
  });

  test.each(STRANGE)('trust-policy-file: %j', async (name, says) => {
    const inputs = { 'trust-policy-check': 'enforce', 'trust-policy-file': pathOf(name) };
    await expectRefused('EAC_TRUST_POLICY_FILE', says, inputs);
  });

  test.each(STRANGE)('AWS_CA_BUNDLE: %j', async (name, says) => {
    await expectRefused('EAC_CA_FILE', says, {}, { AWS_CA_BUNDLE: pathOf(name) });
  });

  test.each(STRANGE)('AWS_CONFIG_FILE: %j', async (name, says) => {
    const environment = { AWS_CONFIG_FILE: pathOf(name) };
    await expectRefused('EAC_PROFILE_FILES', says, { 'aws-profile': 'a' }, environment);
  });

  test('AWS_CONFIG_FILE=/dev/null, which says that there is none, is as good as none', async () => {
    const { errors } = await run({ 'aws-profile': 'a' }, { AWS_CONFIG_FILE: '/dev/null' });
    expect(errors).toEqual([]);
  });
});
