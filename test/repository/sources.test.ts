import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = readdirSync(join(root, 'packages'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
  .filter((path) => /^packages\/[\w-]+\/src\//.test(path))
  .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n') }));

test('the docstrings are read', () => {
  expect(modules.length).toBeGreaterThan(250);
});

test.each(modules)('$path names the source of a rule as @see and an address', ({ lines }) => {
  const sources = lines.filter((line) => /@see|^\s*(\/\*\*|\*) .*\bSource: /.test(line));
  for (const line of sources)
    expect(line).toMatch(/^\s*(\/\*\*|\*) @see https:\/\/\S+( \*\/| .*)?$/);
});
