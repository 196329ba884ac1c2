import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NODE_VERSIONS } from '../bundle/node-versions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'packages/trust-policy');
const folder = mkdtempSync(join(tmpdir(), 'trust-policy-package-'));
const installed = join(folder, 'node_modules/@entra-aws-creds/trust-policy');

beforeAll(() => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', source]);
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder, source], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readme = readFileSync(join(source, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/## (.+)\n+```js\n([\s\S]*?)```/g)].map(
  ([, title = '', code = '']) => ({ title, code }),
);

test('the README has three examples', () => {
  expect(examples).toHaveLength(3);
});

describe.each(Object.entries(NODE_VERSIONS))('with %s', (_, node) => {
  test.each(examples)('the example "$title" prints what it says', ({ code }) => {
    const file = join(folder, 'example.js');
    writeFileSync(file, code);
    const printed = execFileSync(node, [file], { cwd: folder, encoding: 'utf8' });
    const said = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
    expect(printed.trim().split('\n')).toEqual(said);
  });
});

test('a stranger who writes TypeScript is told the types', () => {
  writeFileSync(
    join(folder, 'stranger.ts'),
    `import { parsePolicyText, type TrustPolicy } from '@entra-aws-creds/trust-policy';
export const policy: TrustPolicy | undefined = parsePolicyText('{}').policy;
// @ts-expect-error: a policy is no number
export const wrong: number = parsePolicyText('{}').policy;
`,
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
  execFileSync(process.execPath, [tsc, ...options, '--ignoreConfig', 'stranger.ts'], {
    cwd: folder,
  });
});

test('what is packed is small, and imports nothing but itself and Node', () => {
  const files = execFileSync('find', [installed, '-name', '*.js'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      expect(specifier).toMatch(/^(\.|node:)/);
    }
    expect(text).not.toMatch(/EAC_/);
  }
});
