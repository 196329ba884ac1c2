import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { NODE_VERSIONS } from './node-versions.ts';
import { mainInputs, type Pipeline, REPOSITORY } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

jest.setTimeout(90_000);
const BUNDLE = join(REPOSITORY, 'dist/credential-process/index.js');
const onLinux = process.platform === 'linux' ? test : test.skip;
/** What an AWS tool starts the command with: nothing that only the step was told. */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;
/** Root may write anywhere, unless this right is taken away. */
const UNPRIVILEGED =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set', '-dac_override', '--inh-caps', '-dac_override']
    : [];
const refusable =
  UNPRIVILEGED.length === 0 || spawnSync('setpriv', ['--version']).status === 0
    ? onLinux
    : test.skip;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

describe.each(['Node 20', 'Node 24'] as const)('a profile that renews itself, on %s', (node) => {
  let pipeline: Pipeline;
  let plan: string;
  let asked: number;

  /** After a step whose credentials are used up. */
  beforeEach(async () => {
    pipeline = openPipeline('GitHub Actions', node);
    await pipeline.step({ ...mainInputs(sandbox, scenario), refresh: 'true' });
    plan = pipeline.files().find((file) => /renew-[^/]*(?<!\.credentials)\.json$/.test(file)) ?? '';
    useUp();
    asked = sandbox.requests.length;
  });

  const useUp = () => rmSync(plan.replace(/\.json$/, '.credentials.json'));
  const requests = () => sandbox.requests.slice(asked).map(({ service }) => service);
  const start = (before: readonly string[] = []): ChildProcess => {
    const [command = '', ...args] = [...before, NODE_VERSIONS[node], BUNDLE, plan];
    return spawn(command, args, { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const outputOf = (child: ChildProcess): Promise<string> =>
    new Promise((resolve, reject) => {
      const written = { stdout: '', stderr: '' };
      child.stdout?.on('data', (chunk) => {
        written.stdout += chunk;
      });
      child.stderr?.on('data', (chunk) => {
        written.stderr += chunk;
      });
      child.on('error', reject);
      child.on('close', (status) => {
        if (status === 0) resolve(written.stdout);
        else reject(new Error(`status ${status}: ${written.stderr}`));
      });
    });
  const six = async () => {
    const outputs = await Promise.all(Array.from({ length: 6 }, () => outputOf(start())));
    return outputs.map((output) => JSON.parse(output).AccessKeyId);
  };
  const lockFiles = () => readdirSync(dirname(plan)).filter((name) => name.includes('.lock'));

  test('trusts the authorities that only the step was told of', async () => {
    expect(JSON.parse(await outputOf(start())).AccessKeyId).toMatch(/^ASIA/);
  });

  test('six processes at once: one login, one exchange, and all have its credentials', async () => {
    const ids = await six();
    expect(ids).toEqual(Array(6).fill(sandbox.aws.sessions.at(-1)?.accessKeyId));
    expect(requests()).toEqual(['entra', 'sts']);
    expect(lockFiles()).toEqual([]);
  });

  test('one that is killed while it logs in holds up the others, and no more', async () => {
    const killed = await new Promise<ChildProcess>((resolve) => {
      const child = start();
      sandbox.intercept = () => {
        resolve(child);
        return new Promise(() => {});
      };
    });
    const gone = new Promise((resolve) => killed.on('close', resolve));
    killed.kill('SIGKILL');
    await gone;
    expect(lockFiles()).toHaveLength(1);
    sandbox.intercept = undefined;
    asked = sandbox.requests.length;

    const ids = await six();
    expect(new Set(ids)).toEqual(new Set([sandbox.aws.sessions.at(-1)?.accessKeyId]));
    expect(requests()).toEqual(['entra', 'sts']);
    expect(lockFiles()).not.toContain('renew-entra-aws-creds.lock');
  });

  test('a login that is refused is refused for all, one after another', async () => {
    sandbox.intercept = (service) =>
      service === 'entra'
        ? { status: 400, headers: {}, body: '{"error":"invalid_client"}' }
        : undefined;
    const outcomes = await Promise.allSettled([outputOf(start()), outputOf(start())]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: { message: expect.stringMatching(/EAC_ENTRA_/) } });
    }
    expect(lockFiles()).toEqual([]);
  });

  onLinux('a disk without room costs no credentials, and keeps nothing half-written', async () => {
    const before = readdirSync(dirname(plan));
    const output = await outputOf(start(['bash', '-c', 'ulimit -f 0; exec "$0" "$@"']));
    expect(JSON.parse(output).SessionToken).toBeTruthy();
    expect(readdirSync(dirname(plan))).toEqual(before);
  });

  refusable('a folder that is read-only costs no credentials', async () => {
    const before = readFileSync(plan, 'utf8');
    chmodSync(dirname(plan), 0o500);
    const output = await outputOf(start(UNPRIVILEGED));
    chmodSync(dirname(plan), 0o700);
    expect(JSON.parse(output).SessionToken).toBeTruthy();
    expect(readFileSync(plan, 'utf8')).toBe(before);
    expect(pipeline.files()).not.toContain(plan.replace(/\.json$/, '.credentials.json'));
  });
});
