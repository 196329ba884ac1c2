import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const source = fileURLToPath(new URL('../../packages/core/src', import.meta.url));
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return { name: relative(source, path), path, text: readFileSync(path, 'utf8') };
  });

/** `3` for a file in `3-sts-credentials`; undefined for what has no place in the order. */
function stageOf(name: string): number | undefined {
  const stage = /^(\d)-/.exec(name)?.[1];
  return stage === undefined ? undefined : Number(stage);
}

test.each(files)('$name imports nothing from a later stage', ({ name, path, text }) => {
  const own = stageOf(name);
  for (const [, specifier = ''] of text.matchAll(/from '(\.[^']+)'/g)) {
    const stage = stageOf(relative(source, join(path, '..', specifier)));
    if (own !== undefined && stage !== undefined) expect(stage).toBeLessThanOrEqual(own);
  }
});

test.each(files)('$name is handed clock, randomness, environment and output', ({ name, text }) => {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  expect(code).not.toMatch(/\b(console|Math\.random|Date\.now|fetch)\b *[.(]?/);
  if (name.startsWith('platform/')) return;
  expect(code).not.toMatch(/\b(process\.|new Date\(\)|setTimeout|randomBytes|randomUUID)/);
  expect(code).not.toMatch(/from 'node:(https?|fs|dns|tls|child_process)/);
});

test.each(files)('$name can be read in one sitting', ({ text }) => {
  expect(text.split('\n').length).toBeLessThanOrEqual(250);
});

test('no module is named after nothing', () => {
  for (const { name } of files) expect(name).not.toMatch(/util|helper|common|manager|misc/i);
});
