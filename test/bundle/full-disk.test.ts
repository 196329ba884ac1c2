import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AzureJob, type GitHubActionStep, GitHubJob } from '@entra-aws-creds/sandbox';
import { afterEach, describe, expect, test } from '@jest/globals';
import { standardSandbox } from '../standard-sandbox.ts';
import { NODE_VERSIONS, type NodeVersion } from './node-versions.ts';
import { ACTION, type Inputs, mainInputs, TASK_DIRECTORY, taskInputs } from './pipeline.ts';

const FULL = '/dev/full';
/** Elsewhere there is no file that is always full. */
const onLinux = process.platform === 'linux' ? describe : describe.skip;
/** A folder that not even its owner can write to. */
const READ_ONLY = '/sys';

const { sandbox, scenario } = await standardSandbox();
const ownFile = join(sandbox.directory, 'large-credentials');
writeFileSync(ownFile, `# ${'large '.repeat(50_000)}\n`);

/** Starts Node so that no file it writes becomes larger: what goes beyond is cut off in the middle, as on a full disk. */
function nodeWithRoom(node: NodeVersion, kib: number): string {
  const path = join(sandbox.directory, `${node.replace(' ', '-')}-${kib}`);
  writeFileSync(path, `#!/bin/bash\nulimit -f ${kib}\nexec "${NODE_VERSIONS[node]}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const ownFolders = (temporary: string) =>
  readdirSync(temporary).filter((name) => name.startsWith('entra-aws-creds-'));
const profile = (): Inputs => ({ 'aws-profile': 'production', refresh: 'true' });

onLinux.each(['Node 20', 'Node 24'] as const)('GitHub Actions on %s', (node) => {
  let job: GitHubJob;
  const open = (env: Record<string, string> = {}, path: string = NODE_VERSIONS[node]) => {
    job = new GitHubJob({
      node: path,
      env: { NODE_EXTRA_CA_CERTS: sandbox.caFile, ...env },
      timeoutMs: 60_000,
    });
  };
  afterEach(() => job.close());

  const run = async (
    inputs: Inputs = {},
    commandFiles: NonNullable<GitHubActionStep['commandFiles']> = {},
  ) => {
    const all = { ...mainInputs(sandbox, scenario), ...inputs };
    const result = await job.step({ ...ACTION, inputs: all, commandFiles });
    const of = (level: string) =>
      result.annotations.filter((one) => one.level === level).map(({ message }) => message);
    return { ...result, errors: of('error'), warnings: of('warning') };
  };
  const expectNothing = ({ conclusion, env, outputs }: Awaited<ReturnType<typeof run>>) => {
    expect(conclusion).toBe('failure');
    expect([env, outputs]).toEqual([{}, {}]);
    expect(ownFolders(job.temporary)).toEqual([]);
  };

  describe.each(['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'] as const)(
    'without room in %s',
    (file) => {
      test.each([
        ['credentials', { 'output-credentials': 'true' }],
        ['profiles', profile()],
      ])('nothing of the %s is handed over', async (_, inputs) => {
        open();
        const outcome = await run(inputs, { [file]: FULL });
        expectNothing(outcome);
        expect(outcome.errors).toHaveLength(1);
        expect(outcome.errors[0]).toMatch(
          RegExp(`^EAC_EXPORT_BLOCKED: .*${file} cannot be written \\(ENOSPC\\).*Free up space`),
        );
        const [post] = await job.finish();
        expect(post).toMatchObject({ conclusion: 'success', annotations: [], env: {} });
      });
    },
  );

  test('a file that the runner names and does not have is told', async () => {
    open();
    const outcome = await run({}, { GITHUB_ENV: join(job.temporary, 'nowhere') });
    expectNothing(outcome);
    expect(outcome.errors[0]).toMatch(
      /^EAC_EXPORT_BLOCKED: .*GITHUB_ENV cannot be written \(ENOENT\)/,
    );
  });

  test('a disk that fills while the variables are written leaves none of them, and no output', async () => {
    open({}, nodeWithRoom(node, 1));
    const outcome = await run({ 'role-session-name': 'x'.repeat(64) });
    expectNothing(outcome);
    expect(outcome.errors[0]).toMatch(/^EAC_EXPORT_BLOCKED: .*GITHUB_(ENV|OUTPUT) .*\(EFBIG\)/);
  });

  test('a summary without room costs a warning', async () => {
    open();
    const { conclusion, env, warnings } = await run({}, { GITHUB_STEP_SUMMARY: FULL });
    expect(conclusion).toBe('success');
    expect(env['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    expect(warnings).toEqual(['The job summary could not be written (ENOSPC)']);
  });

  test('profiles that cannot be written: nothing is handed over', async () => {
    open({ RUNNER_TEMP: READ_ONLY });
    const outcome = await run(profile());
    expectNothing(outcome);
    expect(outcome.errors[0]).toMatch(/^EAC_PROFILE_FILES: .*\/sys\/.*\((EPERM|EACCES|EROFS)\)/);
  });

  test('a disk that fills while the profiles are written: nothing is handed over, no file stays', async () => {
    open({ AWS_SHARED_CREDENTIALS_FILE: ownFile }, nodeWithRoom(node, 100));
    const outcome = await run(profile());
    expectNothing(outcome);
    expect(outcome.errors[0]).toMatch(/^EAC_PROFILE_FILES: .*\(EFBIG\)/);
  });

  test('the clean-up removes the private key although the disk is full', async () => {
    open();
    await run(profile());
    expect(ownFolders(job.temporary)).toHaveLength(1);
    const [post] = await job.finish({ GITHUB_ENV: FULL });
    expect(ownFolders(job.temporary)).toEqual([]);
    expect(post?.conclusion).toBe('success');
    expect(post?.annotations.map(({ message }) => message)).toEqual([
      expect.stringMatching(/AWS_CONFIG_FILE.* keep their values .*GITHUB_ENV .*\(ENOSPC\)/),
    ]);
  });
});

onLinux.each(['Node 20', 'Node 24'] as const)('Azure Pipelines on %s', (node) => {
  let job: AzureJob;
  afterEach(() => job.close());

  const run = async (variables: Record<string, string>, path: string = NODE_VERSIONS[node]) => {
    job = new AzureJob({
      node: path,
      env: { NODE_EXTRA_CA_CERTS: sandbox.caFile },
      variables,
      timeoutMs: 60_000,
    });
    const inputs = taskInputs({ ...mainInputs(sandbox, scenario), ...profile() });
    const result = await job.task({ directory: TASK_DIRECTORY, inputs });
    expect(result.result).toBe('Failed');
    expect(result.variables).toEqual([]);
    expect(ownFolders(job.temporary)).toEqual([]);
    return result.issues.map(({ message }) => message);
  };

  test('profiles that cannot be written: nothing is handed over', async () => {
    const [error] = await run({ 'Agent.TempDirectory': READ_ONLY });
    expect(error).toMatch(/^EAC_PROFILE_FILES: .*\/sys\/.*\((EPERM|EACCES|EROFS)\)/);
  });

  test('a disk that fills while the profiles are written: nothing is handed over, no file stays', async () => {
    const [error] = await run({ AWS_SHARED_CREDENTIALS_FILE: ownFile }, nodeWithRoom(node, 100));
    expect(error).toMatch(/^EAC_PROFILE_FILES: .*\(EFBIG\)/);
  });
});
