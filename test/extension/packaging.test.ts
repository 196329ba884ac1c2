import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ROOT } from './packed-extension.ts';

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'packaging-'));
  for (const path of [
    'scripts',
    'extension',
    'dist',
    'task.json',
    'vss-extension.json',
    'LICENSE',
    'package.json',
  ]) {
    cpSync(join(ROOT, path), join(tree, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction');
});
afterEach(() => rmSync(tree, { recursive: true }));

function pack(file: string, edit: (json: Record<string, unknown>) => void) {
  const path = join(tree, file);
  const json = JSON.parse(readFileSync(path, 'utf8'));
  edit(json);
  writeFileSync(path, JSON.stringify(json));
  const vsix = join(tree, 'out.vsix');
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(tree, 'scripts/package-ado.mjs'), vsix],
    { encoding: 'utf8' },
  );
  return { status, stderr, packed: existsSync(vsix) };
}

test('a task.json that is wrong is not packed', () => {
  const outcome = pack('task.json', (task) => {
    task['execution'] = { Node24: { target: 'dist/azure-devops-task/none.js' } };
  });
  expect(outcome).toMatchObject({ status: 1, packed: false });
  expect(outcome.stderr).toContain('dist/azure-devops-task/none.js is not there');
});

test('two versions are not packed together', () => {
  const outcome = pack('vss-extension.json', (manifest) => {
    manifest['version'] = '9.9.9';
  });
  expect(outcome).toMatchObject({ status: 1, packed: false });
  expect(outcome.stderr).toContain('that of vss-extension.json 9.9.9');
});

test('what the packager only warns of is not packed', () => {
  const outcome = pack('vss-extension.json', (manifest) => {
    manifest['contributions'] = [
      {
        id: 'task',
        type: 'ms.vss-distributed-task.task',
        targets: ['ms.vss-distributed-task.tasks'],
        properties: { name: 'Elsewhere' },
      },
    ];
  });
  expect(outcome).toMatchObject({ status: 1, packed: false });
  expect(outcome.stderr).toContain('cannot be packed');
});
