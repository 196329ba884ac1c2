import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { nodePlatform } from '../../packages/core/src/platform/node-platform.ts';
import type { Platform } from '../../packages/core/src/platform/platform.ts';
import { runStep } from '../../packages/core/src/step.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { recordingHost } from './recording-host.ts';

const { sandbox, scenario } = await standardSandbox();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cancelled-step-'));
});

/** Runs a step with two profiles on a platform where `cancel` can be called at any moment. */
async function run(platformOf: (cancel: () => void, real: Platform) => Partial<Platform>) {
  const cancelled = new AbortController();
  const real = nodePlatform({ AWS_CA_BUNDLE: sandbox.caFile });
  const platform = { ...real, ...platformOf(() => cancelled.abort(), real) };
  const { host, told } = recordingHost(folder, {
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    certificate: scenario.pem,
    audience: scenario.audience,
    'aws-region': 'eu-west-1',
    profiles: `one = ${scenario.roleArn}\ntwo = ${scenario.roleArn}`,
    refresh: 'true',
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
  });
  await runStep(host, platform, cancelled.signal);
  const files = readdirSync(folder, { recursive: true });
  rmSync(folder, { recursive: true });
  return { ...told, files };
}

test('not cancelled, the step writes and exports', async () => {
  const { exported, failures, files } = await run(() => ({}));
  expect(failures).toEqual([]);
  expect(exported).toContain('AWS_CONFIG_FILE');
  expect(files.length).toBeGreaterThan(4);
});

describe('cancelled at any moment, the step exports nothing and leaves no file', () => {
  const afterFile = (count: number) => (cancel: () => void, real: Platform) => {
    let written = 0;
    return {
      writePrivateFile: async (path: string, text: string) => {
        await real.writePrivateFile(path, text);
        written += 1;
        if (written === count) cancel();
      },
    };
  };
  const nothingButCancel = (cancel: () => void) => {
    cancel();
    return {};
  };
  const MOMENTS: readonly (readonly [string, Parameters<typeof run>[0]])[] = [
    ['before anything', nothingButCancel],
    [
      'when the network is opened',
      (cancel, real) => ({
        openNetwork: (route, limits) => {
          cancel();
          return real.openNetwork(route, limits);
        },
      }),
    ],
    [
      'when the folder is made',
      (cancel, real) => ({
        makePrivateFolder: async (path) => {
          await real.makePrivateFolder(path);
          cancel();
        },
      }),
    ],
    ['after the first file', afterFile(1)],
    ['after the third file', afterFile(3)],
    ['after the last file', afterFile(6)],
  ];

  test.each(MOMENTS)('%s', async (_, platformOf) => {
    const { exported, outputs, failures, files } = await run(platformOf);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^EAC_CANCELLED: /);
    expect([exported, outputs, files]).toEqual([[], [], []]);
  });
});
