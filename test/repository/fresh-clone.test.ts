import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { workspaces, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const NOT_CLONED = ['node_modules', 'lib', 'dist', 'release', '.git'];

let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'fresh-clone-'));
  for (const entry of readdirSync(root)) {
    cpSync(join(root, entry), join(clone, entry), {
      recursive: true,
      filter: (path) => !NOT_CLONED.includes(basename(path)) && !path.endsWith('.tsbuildinfo'),
    });
  }
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

function run(...args: readonly string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: clone,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

test.each(['bench', 'faults'])('"npm run %s" says what to run first', (name) => {
  const { status, said } = run(scripts[name].replace('node ', ''));
  expect(said).toMatch(/^Run "npm ci" first: [^\n]*\n$/);
  expect(status).toBe(1);
  expect(existsSync(join(clone, 'test/node-versions/node_modules'))).toBe(false);
});

describe('once the dependencies are there', () => {
  beforeAll(() => {
    install(join(root, 'node_modules'), join(clone, 'node_modules'));
    for (const folder of workspaces) {
      const own = join(root, folder, 'node_modules');
      if (existsSync(own)) symlinkSync(own, join(clone, folder, 'node_modules'));
      const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      symlinkSync(join(clone, folder), join(clone, 'node_modules', name));
    }
  });

  test('the benchmark compiles what its sandbox is made of', () => {
    const start =
      "import { openSandbox } from './bench/sandbox.mjs'; (await openSandbox()).close(); console.log('it runs');";
    writeFileSync(join(clone, 'start.mjs'), start);
    expect(run('start.mjs')).toEqual({ status: 0, said: 'it runs\n' });
  }, 120_000);

  test('a fault that there is not gets a sentence', () => {
    const options = ['--disable-warning=ExperimentalWarning', '--conditions=source'];
    const node = join(root, 'test/node-versions/node_modules/node-24/bin/node');
    const { status, stderr } = spawnSync(
      node,
      [...options, 'test/bundle/fault-matrix/run.ts', 'tlss'],
      { cwd: clone, encoding: 'utf8' },
    );
    expect(stderr).toBe('No fault has "tlss" in its name; docs/sandbox.md lists them.\n');
    expect(status).toBe(1);
  });
});

/** As npm does it, but for the packages of the repository itself. */
function install(from: string, to: string): void {
  mkdirSync(join(to, '@entra-aws-creds'), { recursive: true });
  for (const entry of readdirSync(from)) {
    if (entry !== '@entra-aws-creds') symlinkSync(join(from, entry), join(to, entry));
  }
}
