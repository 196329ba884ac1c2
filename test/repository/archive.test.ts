import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OF_ACTION, OF_TASK } from '../../scripts/bundle/bundles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });

/** A job downloads them before its step starts. */
const MOST_BYTES = 800_000;

/** Packages whose sources end in what hosts run. */
const RUN_BY_HOSTS = [
  'azure-devops-task',
  'core',
  'credential-process',
  'github-action',
  'trust-policy',
];

/** Committed, but neither run by a host nor needed to build what is. */
const LEFT_OUT = [
  'bench/',
  'dist/claims-provider/',
  'dist/cli/',
  'dist/credential-provider/',
  'dist/directory-api/',
  'dist/organization/',
  'dist/sandbox/',
  'docs/pictures/',
  'examples/web-app/src/',
  'extension/',
  'packages/claims-provider/azure/',
  'packages/directory-api/azure/',
  'packages/directory-api/openapi.yaml',
  'packages/organization/templates/',
  'scripts/pictures/',
  'test/',
  ...readdirSync(join(root, 'packages'))
    .filter((name) => !RUN_BY_HOSTS.includes(name))
    .map((name) => `packages/${name}/src/`),
];

/** Sources that were unpacked somewhere have no commits, and somebody may lack git. */
const hasCommits = existsSync(join(root, '.git')) && spawnSync('git', ['--version']).status === 0;

(hasCommits ? describe : describe.skip)('the archive of a commit, which jobs download', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'archive-'));
  let archive: Buffer;
  beforeAll(() => {
    archive = git('archive', '--format=tar', 'HEAD');
    execFileSync('tar', ['-xf', '-', '-C', scratch], { input: archive });
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  test('is small', () => {
    expect(gzipSync(archive, { level: 9 }).length).toBeLessThan(MOST_BYTES);
  });

  test('holds the whole commit but for what is of no use there', () => {
    const committed = git('ls-tree', '-r', '-z', '--name-only', 'HEAD').toString().split('\0');
    const missing = committed.filter((file) => !existsSync(join(scratch, file)));
    const leftOut = committed.filter((file) => LEFT_OUT.some((place) => file.startsWith(place)));
    expect(missing).toEqual(leftOut);
  });

  test('holds of the bundles those that hosts run, once', () => {
    expect(readdirSync(join(scratch, 'dist')).sort()).toEqual(
      [...new Set([...OF_ACTION, ...OF_TASK])].sort(),
    );
  });

  test.each([
    ['the action', 'github-action', /EAC_INPUT/],
    ['the task', 'azure-devops-task', /EAC_INPUT/],
    ['the command of a profile that renews itself', 'credential-process', /EAC_RENEWAL_PLAN/],
  ])('holds all that %s needs to start', (_, bundle, said) => {
    const files = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(scratch, 'dist', bundle, 'index.js')],
      {
        cwd: tmpdir(),
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          ...Object.fromEntries(files.map((name) => [name, join(scratch, name)])),
        },
      },
    );
    expect(stdout + stderr).toMatch(said);
  });
});
