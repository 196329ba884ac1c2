import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  assumeRoleContext,
  CHAIN_FINDING_CODES,
  evaluate,
  FINDING_CODES,
  findChainWeaknesses,
  findWeaknesses,
  type WebIdentityContext,
} from '../../packages/trust-policy/src/index.ts';
import {
  CLIENT,
  personContext,
  policyOf,
  RESOURCE,
  SUBJECT,
  TENANT,
  v1Context,
  v2Context,
} from './fixtures.ts';

const page = readFileSync(new URL('../../docs/trust-policy.md', import.meta.url), 'utf8')
  .replaceAll('TENANT_ID', TENANT)
  .replaceAll('CLIENT_ID', CLIENT)
  .replaceAll('RESOURCE_ID', RESOURCE)
  .replaceAll('OBJECT_ID', SUBJECT)
  .replaceAll('"AUDIENCE"', '"api://aws"');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
);

/** The examples in a text, by the word after `json`. */
function examples(text: string): Record<string, Record<string, unknown>> {
  const blocks = [...text.matchAll(/^```json ([\w-]+)\n([\s\S]*?)^```/gm)];
  return Object.fromEntries(blocks.map(([, name, json]) => [name, JSON.parse(json ?? '')]));
}

const tight = examples(page);
const chain = assumeRoleContext({
  caller: {
    partition: 'aws',
    account: '123456789012',
    roleArn: 'arn:aws:iam::123456789012:role/first',
    sessionArn: 'arn:aws:sts::123456789012:assumed-role/first/run',
  },
  sessionName: 'run',
  externalId: 'EXTERNAL_ID',
  tags: [],
  transitiveKeys: [],
  inheritsTags: false,
});

const TOKENS: Readonly<Record<string, () => WebIdentityContext>> = {
  v2: v2Context,
  person: personContext,
};

/** The tight statement with the members of an example in place of its own. */
function statementOf(kind: string, example: Record<string, unknown> | undefined) {
  const members = Object.entries({ ...tight[`tight-${kind}`], ...example });
  return Object.fromEntries(members.filter(([, value]) => value !== null));
}

function findingsOf(kind: string, statements: unknown) {
  const policy = policyOf(statements);
  if (kind === 'chain') return findChainWeaknesses(policy, chain);
  return findWeaknesses(policy, TOKENS[kind]?.() ?? v1Context());
}

function contextOf(kind: string) {
  if (kind === 'chain') return chain;
  return TOKENS[kind]?.() ?? v1Context();
}

test('the page has a section for every finding and for nothing else', () => {
  expect([...sections.keys()]).toEqual([...FINDING_CODES, ...CHAIN_FINDING_CODES]);
});

test.each(['v1', 'v2', 'person', 'chain'])(
  'the tight statement of %s is tight, and admits',
  (kind) => {
    const statement = statementOf(kind, {});
    expect(findingsOf(kind, statement)).toEqual([]);
    expect(evaluate(policyOf(statement), contextOf(kind)).answer).toBe('admits');
  },
);

describe.each([...sections])('%s', (code, text) => {
  const all = examples(text);
  const { weak, corrected, ...others } = all;
  const kind = ['v2', 'person', 'chain'].find((one) => all[`weak-${one}`] !== undefined) ?? 'v1';
  const example = weak ?? all[`weak-${kind}`] ?? others['weak-beside-tight'];
  const correction = corrected ?? others[`corrected-${kind}`];

  test('its example has it, with a severity that the page names', () => {
    const statement = statementOf(kind, example);
    const beside = others['weak-beside-tight'] === undefined ? [] : [statementOf(kind, {})];
    const found = findingsOf(kind, [...beside, statement]).find((one) => one.code === code);
    expect(text).toContain(`**${found?.severity}`);
  });

  test('it shows what an attacker does with it', () => {
    expect(text).toMatch(/^\*\*An attacker\*\* .+\.$/m);
  });

  test('its correction has no weakness, and admits', () => {
    const statement = statementOf(kind, correction);
    expect(correction).toBeDefined();
    expect(findingsOf(kind, statement)).toEqual([]);
    expect(evaluate(policyOf(statement), contextOf(kind)).answer).toBe('admits');
  });
});
