import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const python = process.env['JUDGE_BICEP'] ?? 'python3';
const packages = fileURLToPath(new URL('../../packages', import.meta.url));
const script = fileURLToPath(new URL('bicep/parse.py', import.meta.url));

const templates = readdirSync(packages, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.bicep') && !name.includes('node_modules'))
  .sort();

test('there are templates', () => {
  expect(templates).toContain(join('directory-api', 'azure', 'main.bicep'));
});

test.each(templates)('%s is Bicep', (name) => {
  const resources = JSON.parse(
    execFileSync(python, [script, join(packages, name)], { encoding: 'utf8' }),
  );
  expect(Object.keys(resources)).toEqual(expect.arrayContaining(['identity', 'graph', 'app']));
});
