import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dropRecordFile, dropRecordPath } from '../../packages/core/src/5-publish/drop-record.ts';
import type { JobHost } from '../../packages/core/src/job/job-host.ts';
import { nodePlatform } from '../../packages/core/src/platform/node-platform.ts';
import type { Platform } from '../../packages/core/src/platform/platform.ts';
import { runStep } from '../../packages/core/src/step.ts';
import { recordingHost } from './recording-host.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OWN = `entra-aws-creds-${'ab'.repeat(16)}`;
const GIVEN = { AWS_ACCESS_KEY_ID: 'ASIAMINE', AWS_CONFIG_FILE: '/job/config' };

/** What an earlier step left: its folder with the record, and the variables. */
function afterStep(): string {
  const own = join(folder, OWN);
  const variables = Object.entries(GIVEN).map(([name, value]) => ({ name, value, secret: false }));
  const record = dropRecordFile(own, variables, {}, '0f'.repeat(16));
  mkdirSync(own);
  writeFileSync(dropRecordPath(own), record?.text ?? '');
  return own;
}

async function drop(changes: {
  readonly platform?: Partial<Platform>;
  readonly host?: Partial<JobHost>;
  readonly variables?: Record<string, string>;
}) {
  const variables = changes.variables ?? { ...GIVEN };
  const { host, told } = recordingHost(folder, { drop: 'true' }, variables);
  const platform = { ...nodePlatform({ HOME: '/home/me' }), ...changes.platform };
  const never = new AbortController().signal;
  const succeeded = await runStep({ ...host, ...changes.host }, platform, never);
  return { succeeded, variables, ...told };
}

test('takes away what the record vouches for, and names the usual file', async () => {
  const own = afterStep();
  const { succeeded, variables, failures } = await drop({});
  expect([succeeded, failures, existsSync(own)]).toEqual([true, [], false]);
  expect(variables).toEqual({ AWS_ACCESS_KEY_ID: '', AWS_CONFIG_FILE: '/home/me/.aws/config' });
});

test('says so where there is nothing, also without a temporary folder', async () => {
  for (const temporaryDirectory of [folder, '']) {
    const { succeeded, lines } = await drop({ host: { temporaryDirectory }, variables: {} });
    expect([succeeded, lines.join()]).toEqual([true, expect.stringMatching(/^Nothing to drop/)]);
  }
});

test('follows no link out of the temporary folder', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  writeFileSync(join(elsewhere, 'mine'), 'mine');
  symlinkSync(elsewhere, join(folder, OWN));
  const { succeeded } = await drop({ variables: {} });
  expect([succeeded, existsSync(join(elsewhere, 'mine')), existsSync(join(folder, OWN))]).toEqual([
    true,
    true,
    false,
  ]);
  rmSync(elsewhere, { recursive: true });
});

describe('fails where something stays', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

  test('a folder, once the variables are blank', async () => {
    afterStep();
    const { succeeded, failures, variables } = await drop({
      platform: { removeFolder: failing('EBUSY') },
    });
    expect(succeeded).toBe(false);
    expect(failures.join()).toMatch(/^EAC_DROP_INCOMPLETE: .*could not be removed \(EBUSY\)/);
    expect(variables['AWS_ACCESS_KEY_ID']).toBe('');
  });

  test('a temporary folder that cannot be read', async () => {
    const { failures } = await drop({ platform: { listFolder: failing('EACCES') } });
    expect(failures.join()).toMatch(/^EAC_DROP_INCOMPLETE: .*could not be read \(EACCES\)/);
  });

  test('variables that cannot be written', async () => {
    afterStep();
    const handOver = () => {
      throw new Error("the runner's file GITHUB_ENV cannot be written (ENOSPC)");
    };
    const { succeeded, failures } = await drop({ host: { handOver } });
    expect(succeeded).toBe(false);
    expect(failures.join()).toMatch(/^EAC_DROP_INCOMPLETE: AWS_ACCESS_KEY_ID.*ENOSPC/);
  });

  test('keys that no record explains', async () => {
    const { failures } = await drop({ variables: { AWS_SECRET_ACCESS_KEY: 'of somebody' } });
    expect(failures.join()).toMatch(/^EAC_DROP_INCOMPLETE: AWS_SECRET_ACCESS_KEY still hold/);
  });
});
