import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/g;
const DECLARED =
  /^export (?:declare |abstract |async )*(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;
const LISTED = /^export (?:type )?\{([^}]*)\}/gm;
/** What is taken, unless it is all of a module, and from where. */
const TAKEN =
  /(?:\b(?:import|export)\s+(?:type\s+)?(?:\{([^}]*)\}|[^'";{]*)\s*from\s*|\bimport\s*\(\s*)'(\.[^']+)'/g;

/** Every module of the project, its tests, scripts and examples, without comments, by its path from the root. */
const modules = new Map(
  ['packages', 'test', 'scripts', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
      .filter((path) => !/node_modules|dist\/|\/lib\//.test(path))
      .map((path): [string, string] => {
        return [path, readFileSync(join(root, path), 'utf8').replace(COMMENT, '')];
      }),
  ),
);

/** What packages offer to others, by their `exports`. */
const entries = readdirSync(join(root, 'packages')).flatMap((name) => {
  const { exports = {} } = JSON.parse(
    readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
  ) as { exports?: Record<string, { source: string }> };
  return Object.values(exports).map(({ source }) => join('packages', name, source));
});

/** The names in braces, by those that they have on the far side of `as`, or on this one. */
function namesIn(list: string, side: 'within' | 'outside'): readonly string[] {
  return list
    .split(',')
    .map((item) =>
      item
        .trim()
        .replace(/^type /, '')
        .split(/ as /),
    )
    .map((names) => (side === 'within' ? names[0] : names.at(-1)) ?? '')
    .filter((name) => name !== '');
}

/** `path name` of all that some other module takes. */
const taken = new Set(
  [...modules].flatMap(([path, code]) =>
    [...code.matchAll(TAKEN)].flatMap(([, list, specifier = '']) => {
      const from = relative(root, join(root, dirname(path), specifier));
      // All of a module: what is meant stands somewhere in the text.
      const names = list === undefined ? (code.match(/\w+/g) ?? []) : namesIn(list, 'within');
      return names.map((name) => `${from} ${name}`);
    }),
  ),
);

function exportsOf(code: string): readonly string[] {
  const declared = [...code.matchAll(DECLARED)].map(([, name = '']) => name);
  const listed = [...code.matchAll(LISTED)].flatMap(([, list = '']) => namesIn(list, 'outside'));
  return [...declared, ...listed];
}

const exporting = [...modules]
  .filter(([path]) => !entries.includes(path) && !/\.test\.ts$|^examples\//.test(path))
  .map(([path, code]) => ({ path, names: exportsOf(code) }))
  .filter(({ names }) => names.length > 0);

test('the exports are read', () => {
  expect(exporting.length).toBeGreaterThan(300);
  expect(entries).toContain('packages/core/src/programs.ts');
});

test.each(exporting)('somebody imports all that $path exports', ({ path, names }) => {
  expect(names.filter((name) => !taken.has(`${path} ${name}`))).toEqual([]);
});
