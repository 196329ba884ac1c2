import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version, workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [major, minor, patch] = version.split('.').map(Number);

const FILES: readonly string[] = [
  'package.json',
  ...workspaces.map((folder: string) => `${folder}/package.json`),
  'package-lock.json',
  'packages/core/src/release.ts',
  'task.json',
  'vss-extension.json',
  'CHANGELOG.md',
  'README.md',
  'docs',
  'scripts',
];

let tree: string;
const read = (file: string) => readFileSync(join(tree, file), 'utf8');
const write = (file: string, text: string) => writeFileSync(join(tree, file), text);

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'set-version-'));
  for (const file of FILES) cpSync(join(root, file), join(tree, file), { recursive: true });
  const changelog = read('CHANGELOG.md');
  write(
    'CHANGELOG.md',
    changelog.replace('## Unreleased\n', '## Unreleased\n\n- Something new.\n'),
  );
});
afterEach(() => rmSync(tree, { recursive: true }));

function setVersion(next: string): { status: number | null; said: string } {
  const script = join(tree, 'scripts/set-version.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, next], {
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('a version that is later', () => {
  /** Such that no other package happens to have it. */
  const next = `${major}.${minor + 97}.31`;

  test('gets into every file that names it', () => {
    expect(setVersion(next)).toMatchObject({ status: 0 });

    for (const folder of ['.', ...workspaces]) {
      const manifest = JSON.parse(read(`${folder}/package.json`));
      expect(manifest.version).toBe(next);
      for (const [name, wanted] of Object.entries(manifest.dependencies ?? {})) {
        expect(wanted === next).toBe(name.startsWith('@entra-aws-creds/'));
      }
    }
    const lock = JSON.parse(read('package-lock.json'));
    expect(lock.version).toBe(next);
    for (const folder of ['', ...workspaces]) expect(lock.packages[folder].version).toBe(next);
    const task = JSON.parse(read('task.json'));
    expect(task.version).toEqual({ Major: major, Minor: minor + 97, Patch: 31 });
    expect(JSON.parse(read('vss-extension.json')).version).toBe(next);
    expect(read('packages/core/src/release.ts')).toContain(`version: '${next}'`);
    expect(read('README.md')).toContain(`entra-aws-creds-${next}.vsix`);
  });

  test('changes nothing else', () => {
    const before = new Map(
      FILES.filter((file) => /\.(json|md)$/.test(file)).map((file) => [file, read(file)]),
    );
    setVersion(next);
    const [lock = '', README = ''] = ['package-lock.json', 'README.md'].map((file) =>
      read(file).replaceAll(next, version),
    );
    expect(lock).toBe(before.get('package-lock.json'));
    expect(README).toBe(before.get('README.md'));
    const task = read('task.json')
      .replace(`"Minor": ${minor + 97}`, `"Minor": ${minor}`)
      .replace('"Patch": 31', `"Patch": ${patch}`);
    expect(task).toBe(before.get('task.json'));
    expect(read('docs/github.md')).toBe(readFileSync(join(root, 'docs/github.md'), 'utf8'));
  });

  test('takes what was unreleased', () => {
    setVersion(next);
    const today = new Date().toISOString().slice(0, 10);
    expect(read('CHANGELOG.md')).toContain(
      `## Unreleased\n\n## ${next} - ${today}\n\n- Something new.\n`,
    );
  });
});

test('a new major version is the one that the examples name', () => {
  expect(setVersion(`${major + 1}.0.0`)).toMatchObject({ status: 0 });
  for (const page of ['README.md', 'docs/github.md', 'docs/azure-devops.md']) {
    expect(read(page)).not.toMatch(new RegExp(`entra-aws-creds@v${major}\\b`));
    expect(read(page)).not.toMatch(new RegExp(`EntraAwsCreds@${major}\\b`));
  }
  expect(read('docs/github.md')).toContain(`uses: org/entra-aws-creds@v${major + 1}\n`);
});

describe('refuses, and leaves every file as it was:', () => {
  test.each([
    ['the same version', version],
    ['an earlier one', '0.9.9'],
    ['a tag', 'v9.0.0'],
    ['two numbers', '9.0'],
    ['a pre-release', '9.0.0-rc.1'],
    ['a leading zero', '9.01.0'],
    ['nothing', ''],
  ])('%s', (_, next) => {
    const before = FILES.filter((file) => /\.\w+$/.test(file)).map(read);
    const { status, said } = setVersion(next);
    expect(status).toBe(1);
    expect(said).toMatch(/is not later than|three numbers/);
    expect(FILES.filter((file) => /\.\w+$/.test(file)).map(read)).toEqual(before);
  });

  test('a version that changes nothing', () => {
    write(
      'CHANGELOG.md',
      readFileSync(join(root, 'CHANGELOG.md'), 'utf8').replace(
        /(?<=## Unreleased\n)[\s\S]*?(?=\n## )/,
        '',
      ),
    );
    const { status, said } = setVersion('9.0.0');
    expect(status).toBe(1);
    expect(said).toContain('CHANGELOG.md');
    expect(JSON.parse(read('package.json')).version).toBe(version);
  });
});
