import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}docs/threat-model.md`, 'utf8');
const named = [...page.matchAll(/`(test\/[\w/.-]+)`/g)].map(([, path = '']) => path);

test.each([...new Set(named)])('%s, which the threat model names, is there', (path) => {
  expect(existsSync(`${root}${path}`)).toBe(true);
});

test('every claim names a test', () => {
  const section = page.split('## What stops them')[1]?.split('\n## ')[0] ?? '';
  const claims = section
    .split('\n')
    .filter((line) => line.startsWith('| ') && line !== '| claim | test |');
  expect(claims.length).toBeGreaterThan(15);
  for (const claim of claims) expect(claim).toMatch(/\| `test\/[^|]+` \|$/);
});

test('every attacker is met by something', () => {
  const attackers = [...page.matchAll(/^(\d)\. \*\*/gm)].map(([, number]) => number);
  const met = [...page.matchAll(/^### .*\(([\d, ]+)\)$/gm)].flatMap(([, list = '']) =>
    list.split(', '),
  );
  expect([...new Set(met)].sort()).toEqual(attackers);
});
