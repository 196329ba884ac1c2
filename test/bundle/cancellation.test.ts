import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { injectFault, type ServiceName } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { NODE_VERSIONS } from './node-versions.ts';
import { mainInputs, PIPELINES, REPOSITORY } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

/** Of the machine under test, which starts other processes at the same time. */
const CANCELLED_WITHIN_MS = 1_000;
/** A key that the task library of Azure Pipelines makes for itself when it is loaded. */
const OF_TASK_LIBRARY = '.taskkey';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const inputs = (): Record<string, string> => ({
  ...mainInputs(sandbox, scenario),
  profiles: `other = ${scenario.roleArn}`,
});

/** Resolves when `service` has been asked the next time. */
async function asked(service: ServiceName): Promise<void> {
  const before = sandbox.requests.length;
  while (!sandbox.requests.slice(before).some((request) => request.service === service)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const SITUATIONS = [
  ['while Entra does not answer', 'entra', 'hang'],
  ['while STS does not answer', 'sts', 'hang'],
  ['while it waits to try again', 'sts', 'http-429-date'],
  ['in the middle of an answer', 'entra', 'drip'],
] as const;

describe.each(PIPELINES)('%s on %s, cancelled', (host, node) => {
  test.each(SITUATIONS)('%s, ends within a second', async (_, service, fault) => {
    injectFault(sandbox, service, fault);
    const pipeline = openPipeline(host, node);
    const cancel = new AbortController();
    const step = pipeline.step(inputs(), cancel.signal);
    await asked(service);
    const cancelled = performance.now();
    cancel.abort();
    const outcome = await step;
    expect(performance.now() - cancelled).toBeLessThan(CANCELLED_WITHIN_MS);
    expect(outcome.succeeded).toBe(false);
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(/^EAC_CANCELLED: /);
    expect(outcome.exported).toEqual([]);
    expect(outcome.outputs).toEqual({});
    expect(pipeline.files().filter((file) => !file.endsWith(OF_TASK_LIBRARY))).toEqual([]);
    const posts = await pipeline.finish();
    expect(posts.every(({ succeeded }) => succeeded)).toBe(true);
  });
});

describe('a bundle that is sent a signal', () => {
  const bundles = ['github-action', 'azure-devops-task'] as const;
  const cases = bundles.flatMap((bundle) =>
    (['SIGINT', 'SIGTERM'] as const).map((signal) => [bundle, signal] as const),
  );

  test.each(cases)('%s: %s ends it within a second, with nothing left', async (bundle, signal) => {
    injectFault(sandbox, 'sts', 'hang');
    const folder = mkdtempSync(join(tmpdir(), 'cancelled-'));
    const names = Object.entries(inputs()).map(([name, value]) => {
      const input = bundle === 'github-action' ? name : name.replace(/-/g, '');
      return [`INPUT_${input.toUpperCase()}`, value];
    });
    const child = spawn(NODE_VERSIONS['Node 24'], [join(REPOSITORY, 'dist', bundle, 'index.js')], {
      cwd: folder,
      env: {
        ...Object.fromEntries(names),
        NODE_EXTRA_CA_CERTS: sandbox.caFile,
        RUNNER_TEMP: folder,
        AGENT_TEMPDIRECTORY: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await asked('sts');
    const sent = performance.now();
    child.kill(signal);
    await once(child, 'close');
    expect(performance.now() - sent).toBeLessThan(CANCELLED_WITHIN_MS);
    expect(output).toContain('EAC_CANCELLED');
    expect(output).not.toMatch(/setvariable|AWS_/);
    expect(child.signalCode).toBeNull();
    expect(readdirSync(folder).filter((name) => name !== OF_TASK_LIBRARY)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
