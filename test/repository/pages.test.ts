import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { innerLinks } from './documented-pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const markdownIn = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('.github')];

/** As GitHub makes it: lower case, no punctuation, hyphens for spaces. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

function anchorsOf(page: string): readonly string[] {
  const headings = [...withoutCode(read(page)).matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, heading = '']) => anchorOf(heading));
}

describe.each(pages)('%s', (page) => {
  test('links to files and headings that there are', () => {
    for (const { page: target, anchor } of innerLinks(page)) {
      expect([target, existsSync(join(root, target))]).toEqual([target, true]);
      if (anchor !== '')
        expect([target, anchorsOf(target)]).toEqual([target, expect.arrayContaining([anchor])]);
    }
  });
});

test.each(['LICENSE', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', '.github/CODEOWNERS'])(
  '%s is there',
  (file) => {
    expect(read(file).length).toBeGreaterThan(100);
  },
);

test('docs/architecture.md shows every package and every part of core', () => {
  const page = read('docs/architecture.md');
  const folders = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  for (const name of folders('packages')) expect(page).toContain(`packages/${name}`);
  for (const name of folders('packages/core/src')) expect(page).toContain(`\`${name}\``);
});

test('CONTRIBUTING.md names only files that there are', () => {
  const page = read('CONTRIBUTING.md');
  const paths = [
    ...page.matchAll(/`((?:packages|test|docs|scripts)\/[\w./-]+|[\w-]+\.(?:yml|json))`/g),
  ];
  expect(paths.length).toBeGreaterThan(5);
  for (const [, path = ''] of paths)
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});

test('CONTRIBUTING.md names only commands that there are', () => {
  const { scripts } = JSON.parse(read('package.json'));
  for (const [, name] of read('CONTRIBUTING.md').matchAll(/npm run ([\w:-]+)/g)) {
    expect(Object.keys(scripts)).toContain(name);
  }
});
