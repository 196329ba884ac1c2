import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nodeFolders } from '../../../packages/core/src/platform/node-folders.ts';

const { removeFolder } = nodeFolders;
let temporary: string;
let folder: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'node-folders-'));
  folder = join(temporary, 'Übung 中文');
  mkdirSync(folder);
  writeFileSync(join(folder, 'key.pem'), 'secret');
});

afterEach(() => rmSync(temporary, { recursive: true }));

test('a folder with files goes, whatever its name', async () => {
  await removeFolder(folder);
  expect(existsSync(folder)).toBe(false);
});

test('a folder with folders goes as well', async () => {
  mkdirSync(join(folder, 'deeper'));
  writeFileSync(join(folder, 'deeper/config'), '');
  await removeFolder(folder);
  expect(existsSync(folder)).toBe(false);
});

test('a folder that is not there is no failure', async () => {
  await expect(removeFolder(join(temporary, 'never'))).resolves.toBeUndefined();
});

test('of a link in its place only the link goes', async () => {
  const link = join(temporary, 'link');
  symlinkSync(folder, link, 'junction');
  await removeFolder(link);
  expect(existsSync(link)).toBe(false);
  expect(readFileSync(join(folder, 'key.pem'), 'utf8')).toBe('secret');
});
