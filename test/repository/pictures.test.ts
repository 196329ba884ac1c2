import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { PICTURES } from '../../scripts/pictures/pictures.mjs';
import { DOCUMENTS, readPage } from './documented-pages.ts';

/** A page shows some of them; none should be felt on a phone. */
const MOST_BYTES = 60_000;
const PATIENCE_MS = 60_000;

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const names = readdirSync(folder).sort();
const read = (name: string) => readFileSync(folder + name, 'utf8');

/** Every picture of the project that a page shows, with the words for those who do not see it. */
const shown = DOCUMENTS.flatMap((page) =>
  [...readPage(page).matchAll(/!\[([^\]]*)\]\((?:docs\/)?pictures\/([^)]+)\)/g)].map(
    ([, words = '', name = '']) => ({ page, words, name }),
  ),
);

test('each picture is made by the command, and stands on a page', () => {
  expect(Object.keys(PICTURES).sort()).toEqual(names);
  expect([...new Set(shown.map(({ name }) => name))].sort()).toEqual(names);
});

test.each(shown)('$page says in words what $name shows', ({ words }) => {
  expect(words.length).toBeGreaterThan(40);
});

test.each(Object.entries(PICTURES))(
  '%s shows what the programs do now ("npm run pictures" draws it again)',
  async (name, make) => {
    expect(await make()).toBe(read(name));
  },
  PATIENCE_MS,
);

describe.each(names)('%s', (name) => {
  const picture = read(name);

  test('is small', () => {
    expect(picture.length).toBeLessThan(MOST_BYTES);
  });

  test('runs nothing, loads nothing, and has a name', () => {
    const addresses = [...picture.matchAll(/(?:href|src)="([^"]*)"|url\(([^)]*)\)|@import/g)];
    for (const [, link, place] of addresses) expect(link ?? place).toMatch(/^#/);
    expect(picture).not.toMatch(/<script|<image|<img|<iframe|<use|\son\w+=/);
    expect(picture).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}">/);
  });

  test('is for light pages and dark ones', () => {
    expect(picture).toContain('prefers-color-scheme:dark');
  });
});

test('the film stands still for those who want that', () => {
  expect(read('demo.svg')).toMatch(/prefers-reduced-motion:reduce\)\{[^}]*animation:none\}/);
});
