import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const readPage = (page: string) => readFileSync(join(root, page), 'utf8');

/** Every page of `docs`, and the README. */
export const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface CodeBlock {
  readonly page: string;
  /** Counted from 1. */
  readonly line: number;
  readonly language: string;
  /** Without the white space that a list puts before each of its lines. */
  readonly text: string;
}

/** The fenced blocks of a page, also those in a list. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = readPage(page);
  return [...text.matchAll(/^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm)].map((match) => {
    const [, indent = '', language = '', code = ''] = match;
    return {
      page,
      line: text.slice(0, match.index).split('\n').length,
      language,
      text: code.replaceAll(RegExp(`^${indent}`, 'gm'), ''),
    };
  });
}

/** Where a link of `page` to another page of the project leads: its path, and the anchor in it. */
interface InnerLink {
  readonly page: string;
  readonly anchor: string;
}

export function innerLinks(page: string): readonly InnerLink[] {
  const text = readPage(page).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(https?|mailto):/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { page: path === '' ? page : join(dirname(page), path), anchor };
    });
}
