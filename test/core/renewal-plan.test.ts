import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CONSULTED_VARIABLES,
  parseRenewalPlan,
} from '../../packages/core/src/5-publish/renewal-plan.ts';

const inputs = fileURLToPath(new URL('../../packages/core/src/1-inputs', import.meta.url));

test('a plan carries every variable that inputs are read from', () => {
  const sources = readdirSync(inputs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
  const named = sources.flatMap((text) => [
    ...text.matchAll(/'((?:https?|no)_proxy|[A-Z]+(?:_[A-Z]+)+)'/gi),
  ]);
  const variables = new Set(
    named.map(([, name = '']) => name).filter((name) => !name.startsWith('EAC_')),
  );
  expect([...variables].sort()).toEqual([...CONSULTED_VARIABLES].sort());
});

test('what is no plan is refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(() => parseRenewalPlan(text)).toThrow();
    }),
  );
});
