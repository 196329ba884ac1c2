import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { NODE_VERSIONS } from '../bundle/node-versions.ts';
import { version } from '../bundle/own-version.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { type Outcome, outcomeOf } from './program.ts';

jest.setTimeout(180_000);

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-package-')));
  tarball = join(folder, 'entra-aws-creds.tgz');
  execFileSync(process.execPath, [join(REPOSITORY, 'scripts/package-cli.mjs'), tarball]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, args: readonly string[]): Promise<Outcome> => {
  const path = [dirname(NODE_VERSIONS['Node 24']), process.env['PATH']].join(delimiter);
  const env = {
    PATH: path,
    HOME: folder,
    npm_config_cache: join(folder, 'npm'),
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false',
  };
  return outcomeOf(spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }));
};

test('the package is made of bundles alone', () => {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  for (const file of [
    'package.json',
    'README.md',
    'LICENSE',
    'dist/cli/index.js',
    'dist/cli/licenses.txt',
  ]) {
    expect(files).toContain(`package/${file}`);
  }
  expect(files.filter((file) => /node_modules|\.ts$|\.test\./.test(file))).toEqual([]);
  const manifest = JSON.parse(
    execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
  );
  expect(manifest).toMatchObject({ name: 'entra-aws-creds', version });
  expect(manifest.dependencies).toBeUndefined();
});

test('installed without a network, it runs by its name, from anywhere', async () => {
  const prefix = join(folder, 'global');
  const installed = await run('npm', [
    'install',
    '--global',
    '--offline',
    '--prefix',
    prefix,
    tarball,
  ]);
  expect([installed.status, installed.stderr]).toEqual([0, expect.not.stringContaining('ERR')]);
  const program = join(prefix, 'bin/entra-aws-creds');
  expect(await run(program, ['--version'])).toEqual({
    status: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
  const demo = await run(program, ['sandbox', 'demo']);
  expect([demo.status, demo.stderr]).toEqual([0, '']);
  expect(demo.stdout).toMatch(/Both jobs have their credentials\.[\s\S]* setup [\s\S]*│ Proved: /);
});

test('run by npx, it works, and writes no profile that would end with the cache', async () => {
  const npx = (...args: readonly string[]) =>
    run('npm', [
      'exec',
      '--yes',
      '--offline',
      `--package=${tarball}`,
      '--',
      'entra-aws-creds',
      ...args,
    ]);
  expect(await npx('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
  const { status, stderr } = await npx('configure', '--profile', 'deploy');
  expect([status, stderr]).toEqual([
    64,
    expect.stringContaining('Install it first: npm install --global entra-aws-creds'),
  ]);
  expect(() => readFileSync(join(folder, '.aws/config'))).toThrow(/ENOENT/);
});
