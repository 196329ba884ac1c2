import { readFileSync } from 'node:fs';
import { DENIALS, PERSON_ATTRIBUTES, readRules } from '@entra-aws-creds/claims-provider';
import { expect, test } from '@jest/globals';
import { evaluate, findWeaknesses } from '../../packages/trust-policy/src/index.ts';
import { CLIENT, personContext, policyOf, TENANT } from '../trust-policy/fixtures.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/privileges.md');
const example = (name: string) =>
  new RegExp(`^\`\`\`json ${name}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1] ?? '';

test('the page shows the rules of the example file, and they can be used', () => {
  expect(JSON.parse(example('rules'))).toEqual(
    JSON.parse(read('packages/claims-provider/azure/rules.example.json')),
  );
  expect(readRules(example('rules')).tags).toHaveLength(2);
});

test('the page names every attribute', () => {
  const numbered = /^extensionAttribute(?!1$)/;
  for (const name of PERSON_ATTRIBUTES.filter((one) => !numbered.test(one))) {
    expect(page).toContain(`\`${name}\``);
  }
});

test('the page has a row for every reason to deny, with its status', () => {
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)];
  expect(Object.fromEntries(rows.map(([, reason, status]) => [reason, Number(status)]))).toEqual(
    DENIALS,
  );
});

test('the statement that the page gives is tight for people, and admits them', () => {
  const text = example('trust').replaceAll('TENANT_ID', TENANT).replaceAll('CLIENT_ID', CLIENT);
  const policy = policyOf(JSON.parse(text));
  const session = { tags: [{ key: 'a', value: 'b' }], transitiveKeys: [], sourceIdentity: 'ada' };
  const context = personContext({ session });
  expect(findWeaknesses(policy, context)).toEqual([]);
  expect(evaluate(policy, context).answer).toBe('admits');
  expect(evaluate(policy, personContext({ session, namesRole: undefined })).answer).toBe('refuses');
});
