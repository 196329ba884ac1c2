import { readFileSync } from 'node:fs';
import { FAILURE_CODES } from '@entra-aws-creds/core';
import { expect, test } from '@jest/globals';

const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);

test('the troubleshooting page has a heading for every code and for nothing else', () => {
  expect(headings.toSorted()).toEqual([...FAILURE_CODES].sort());
});

test('no heading stands without an explanation', () => {
  for (const code of FAILURE_CODES) expect(page).toMatch(new RegExp(`### ${code}\n\\w`));
});
