import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import JSZip from 'jszip';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'claims-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pack = (rules: string, target: string) => {
  const script = join(root, 'scripts/package-claims-provider.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, rules, target], {
    encoding: 'utf8',
  });
  return { status, stderr };
};

test('the package is what a function app needs: bundle, host.json and the rules', async () => {
  const target = join(folder, 'a.zip');
  const rules = join(root, 'packages/claims-provider/azure/rules.example.json');
  expect(pack(rules, target)).toEqual({ status: 0, stderr: '' });
  const zip = await JSZip.loadAsync(readFileSync(target));
  const names = Object.keys(zip.files);
  expect(names).toEqual(
    expect.arrayContaining(['host.json', 'index.js', 'licenses.txt', 'package.json', 'rules.json']),
  );
  expect(names.filter((name) => /node_modules|\.ts$|\.map$/.test(name))).toEqual([]);
  const manifest = JSON.parse((await zip.file('package.json')?.async('string')) ?? '');
  expect(manifest).toMatchObject({ type: 'module', main: 'index.js' });
  const again = join(folder, 'b.zip');
  pack(rules, again);
  expect(readFileSync(again).equals(readFileSync(target))).toBe(true);
});

test('rules that cannot be used are not packed, and all that is wrong is said', () => {
  const rules = join(folder, 'rules.json');
  writeFileSync(rules, JSON.stringify({ accounts: ['1'], tags: { team: 'skills' } }));
  const { status, stderr } = pack(rules, join(folder, 'c.zip'));
  expect(status).toBe(1);
  expect(stderr).toContain(`${rules}: accounts[0]: `);
  expect(stderr).toContain(`${rules}: tags.team: "skills" is no attribute`);
});
