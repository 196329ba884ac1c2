import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../packages/cli/src/commands.ts';
import { NODE_VERSIONS } from '../bundle/node-versions.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { BUNDLE, defaultsOf, Home } from './program.ts';

const MEBIBYTE = 1024 * 1024;
/**
 * The peak is that above an empty `node`, which takes 43 MiB: 20 MiB more where the system holds the file of
 * `node` in large pages.
 */
const LIMITS = { entryBytes: 100_000, peakBytes: 37 * MEBIBYTE };

const { sandbox, scenario } = await standardSandbox({ mayReadItself: true });

test('what is read before a command is chosen is small', () => {
  expect(statSync(BUNDLE).size).toBeLessThan(LIMITS.entryBytes);
});

describe('peak memory', () => {
  const preload = join(REPOSITORY, 'bench/peak-memory.cjs');

  test.each(['env', 'credential-process', 'doctor', 'completion'])('of %s', async (name) => {
    const home = new Home('Node 24', { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    const config = home.write(
      'pipeline.json',
      JSON.stringify({
        ...defaultsOf(sandbox, scenario),
        'iam-endpoint': sandbox.iamUrl,
        'trust-policy-check': 'warn',
      }),
    );
    const peak = join(home.folder, 'peak');
    const args = name === 'completion' ? ['bash'] : ['--config', config];
    const { status } = await home.run([name, ...args], {
      options: ['--require', preload],
      env: { BENCH_PEAK_MEMORY: peak },
    });
    expect([status, COMMANDS.some((command) => command.name === name)]).toEqual([0, true]);
    const bytes = Number(readFileSync(peak, 'utf8'));
    spawnSync(NODE_VERSIONS['Node 24'], ['--require', preload, '--eval', '0'], {
      env: { BENCH_PEAK_MEMORY: peak },
    });
    expect(bytes - Number(readFileSync(peak, 'utf8'))).toBeLessThan(LIMITS.peakBytes);
    home.close();
  });
});
