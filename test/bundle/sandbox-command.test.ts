import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { openPipeline, PIPELINES, REPOSITORY } from './pipeline.ts';

const COMMAND = join(REPOSITORY, 'dist/sandbox/index.js');

describe('what "serve" prints', () => {
  let served: ChildProcess;
  let printed = '';

  beforeAll(async () => {
    served = spawn(process.execPath, [COMMAND, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
    served.stdout?.setEncoding('utf8');
    await new Promise<void>((resolve) => {
      served.stdout?.on('data', (chunk: string) => {
        printed += chunk;
        if (printed.includes('Ctrl-C')) resolve();
      });
    });
  });
  afterAll(async () => {
    served.kill('SIGTERM');
    await once(served, 'exit');
  });

  /** The printed step that begins so, as a pipeline would read it. */
  const stepOf = (begin: string) => {
    const [block = ''] = new RegExp(`^ {2}- ${begin}.*\n(?: {3,}.*\n)+`, 'm').exec(printed) ?? [];
    const [step] = parse(block);
    const { env, with: inputs = step.inputs } = step as Record<string, Record<string, string>>;
    return { env: env ?? {}, inputs: inputs ?? {} };
  };
  const variable = (name: string) => new RegExp(`^ {2}${name}=(.+)$`, 'm').exec(printed)?.[1] ?? '';

  test('is one step for either host, with the same inputs', () => {
    const gitHub = stepOf('uses: org/entra-aws-creds@v1');
    const azure = stepOf('task: EntraAwsCreds@1');
    expect(gitHub.inputs['iam-endpoint']).toMatch(/^https:\/\/localhost:\d+$/);
    expect(azure.inputs['iamEndpoint']).toBe(gitHub.inputs['iam-endpoint']);
    expect(Object.values(azure.inputs)).toEqual(Object.values(gitHub.inputs));
    expect(azure.env).toEqual(gitHub.env);
    expect(variable('AWS_ENDPOINT_URL_IAM')).toBe(gitHub.inputs['iam-endpoint']);
  });

  test.each(PIPELINES)(
    'is a step that %s on %s passes, trust policy and all',
    async (host, node) => {
      const { env, inputs } = stepOf('uses: org/entra-aws-creds@v1');
      expect(inputs['trust-policy-check']).toBe('enforce');
      const pipeline = openPipeline(host, node, {
        environment: env,
      });
      const outcome = await pipeline.step(inputs);
      expect([outcome.errors, outcome.warnings]).toEqual([[], []]);
      expect(outcome.log + outcome.kept).toMatch(/admits this token, no findings/);
      await pipeline.close();
    },
  );
});

describe('a command that cannot be meant gets a sentence', () => {
  test.each([
    [
      ['serve', 'sts=http-503-twise'],
      'sts has no fault named "http-503-twise". The nearest is "http-503-twice"; "node dist/sandbox/index.js faults" lists all.',
    ],
    [
      ['serve', 'entra=sts-internal'],
      /^entra has no fault named "sts-internal"\. The nearest is "[\w-]+"; /,
    ],
    [
      ['serve', 'sts'],
      /^"sts" is not a fault: write entra=\{fault\}, graph=\{fault\} or sts=\{fault\}\. /,
    ],
    [['sreve'], 'Give one of: demo, faults, serve'],
    [[], 'Give one of: demo, faults, serve'],
  ])('%j', (words, says) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(stderr.split('\n')).toEqual([
      typeof says === 'string' ? says : expect.stringMatching(says),
      '',
    ]);
    expect([status, stdout]).toEqual([2, '']);
  });
});
