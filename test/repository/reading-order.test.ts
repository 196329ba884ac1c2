import { describe, expect, test } from '@jest/globals';
import { DOCUMENTS, innerLinks, readPage } from './documented-pages.ts';

const readme = readPage('README.md');
const [, pages = ''] = /^## Pages\n([\s\S]*?)^## /m.exec(readme) ?? [];
const order = [...pages.matchAll(/^\d+\. \[[^\]]+\]\((docs\/[\w-]+\.md)\)/gm)].map(
  ([, page = '']) => page,
);

test('the README lists every page, once', () => {
  expect(order.toSorted()).toEqual(DOCUMENTS.filter((page) => page !== 'README.md').toSorted());
});

test.each(order)('%s ends with the way to the next', (page) => {
  const next = order[order.indexOf(page) + 1] ?? 'README.md';
  const target = next.replace(/^docs\//, '').replace('README.md', '../README.md');
  const last = readPage(page).trimEnd().split('\n').at(-1) ?? '';
  expect(last).toMatch(/^\*\*Next:\*\* \[[^\]]+\]\([^)]+\)\.$/);
  expect(last).toContain(`](${target})`);
});

describe('within two clicks of the README', () => {
  const reached = (clicks: number): ReadonlySet<string> => {
    const seen = new Set<string>();
    let pages = new Set(['README.md']);
    for (let click = 0; click < clicks; click += 1) {
      const links = [...pages].filter((page) => page.endsWith('.md')).flatMap(innerLinks);
      for (const { page, anchor } of links) seen.add(`${page}#${anchor}`);
      pages = new Set(links.map(({ page }) => page));
    }
    return seen;
  };

  test.each([
    ['which login?', 'docs/which-login.md#'],
    ['how is it set up?', 'docs/set-up-by-hand.md#'],
    ['twelve accounts?', 'docs/azure-devops.md#a-release-over-twelve-accounts'],
    ['twelve accounts, classic?', 'docs/azure-devops.md#classic-step-by-step'],
    ['a key leaked?', 'docs/security.md#when-a-key-has-leaked'],
    ['where does it all go to?', 'docs/security.md#what-leaves-the-machine-and-where-to'],
    ['what becomes of the Toolkit?', 'docs/leaving-the-toolkit.md#'],
  ])('%s', (_, answer) => {
    expect([...reached(2)]).toContain(answer);
  });
});

describe('the first screen of the README', () => {
  const screen = readme.slice(0, readme.indexOf('\n## '));

  test('fits a laptop', () => {
    // In pixels, as GitHub sets it: 1440 by 900, less the bars of the browser.
    const blocks = screen.split(/\n{2,}(?![^`]*```\n)/);
    const height = blocks.map(heightOf).reduce((sum, one) => sum + one, 0);
    expect(height).toBeLessThan(785);
  });

  function heightOf(block: string): number {
    if (block.startsWith('# ')) return 60;
    if (block.startsWith('```')) return (block.split('\n').length - 2) * 20 + 48;
    return Math.ceil(block.replaceAll(/\]\([^)]*\)/g, ']').length / 110) * 24 + 16;
  }

  test('says that a key is stored, and where it need not be, in its first sentence', () => {
    const [, paragraph = ''] = screen.split('\n\n');
    const [sentence = ''] = paragraph.split(/(?<=\w)\. /);
    expect(sentence).toMatch(/private key is stored/);
    expect(sentence).toContain('(docs/which-login.md)');
  });

  test('has the two commands, a workflow and a pipeline', () => {
    for (const text of ['npm run demo', 'npm cit', '- uses: org/', '- task: EntraAwsCreds@']) {
      expect(screen).toContain(text);
    }
  });
});
