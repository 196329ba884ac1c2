import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { changesOf } from '../../scripts/release/changelog.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const manifest = JSON.parse(read('package.json'));
const { version } = manifest;

test.each(manifest.workspaces)('%s has the version of the whole', (folder) => {
  const workspace = JSON.parse(read(`${folder}/package.json`));
  expect(workspace.version).toBe(version);
  for (const [name, wanted] of Object.entries(workspace.dependencies ?? {})) {
    if (name.startsWith('@entra-aws-creds/')) expect(wanted).toBe(version);
  }
});

test('package-lock.json has it', () => {
  const lock = JSON.parse(read('package-lock.json'));
  expect(lock.version).toBe(version);
  for (const place of ['', ...manifest.workspaces]) {
    expect(lock.packages[place].version).toBe(version);
  }
});

test('task.json has it', () => {
  const { Major, Minor, Patch } = JSON.parse(read('task.json')).version;
  expect(`${Major}.${Minor}.${Patch}`).toBe(version);
});

test('the errors of the bundles lead to its documentation, where it is published', () => {
  const { repository } = JSON.parse(read('vss-extension.json'));
  const text = read('packages/core/src/release.ts');
  expect(text).toContain(`version: '${version}'`);
  expect(text).toContain(`repository: '${repository.uri}'`);
});

test('no other source says which version it is, or where it is published', () => {
  const sources = manifest.workspaces
    .filter((folder: string) => !folder.endsWith('sandbox'))
    .flatMap((folder: string) =>
      readdirSync(`${root}${folder}/src`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => `${parentPath}/${name}`),
    );
  const naming = sources.filter((file: string) =>
    /entra-aws-creds\/(?:blob|tree|releases)|github\.com\/org\//.test(readFileSync(file, 'utf8')),
  );
  expect(naming.map((file: string) => file.slice(root.length))).toEqual([
    'packages/core/src/release.ts',
  ]);
});

test('vss-extension.json has it', () => {
  expect(existsSync(`${root}vss-extension.json`)).toBe(true);
  expect(JSON.parse(read('vss-extension.json')).version).toBe(version);
});

test('CHANGELOG.md says when it came and what it brought', () => {
  const { date, notes } = changesOf(read('CHANGELOG.md'), version);
  expect(new Date(`${date}T00:00:00Z`).toISOString()).toContain(date);
  expect(notes.length).toBeGreaterThan(10);
});

test('the README says how to pin it', () => {
  expect(read('README.md')).toContain(`org/entra-aws-creds@v${version}\``);
  expect(read('README.md')).toContain(`org/entra-aws-creds@v${version.split('.')[0]}\``);
});
