import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../packages/trust-policy/src/index.ts';
import { CONDITION_ROWS } from './condition-rows.ts';
import { allow, policyOf, v1Context, v2Context, withKeys } from './fixtures.ts';
import { REQUEST_ROWS } from './request-rows.ts';

const ANSWER = { true: 'admits', false: 'refuses', unknown: 'cannot-tell' } as const;
const WITHOUT = { true: 'refuses', false: 'admits', unknown: 'cannot-tell' } as const;

describe('conditions, as AWS documents them', () => {
  test.each(CONDITION_ROWS.map((row) => [row.rule, row] as const))('%s', (_rule, row) => {
    const given = Object.entries(row.keys);
    const present = given.flatMap(([key, value]) =>
      value === null ? [] : [[key, value] as const],
    );
    const absent = given.flatMap(([key, value]) => (value === null ? [key] : []));
    const context = withKeys(v1Context(), Object.fromEntries(present), absent);
    const version = row.version ?? '2012-10-17';
    const guarded = allow({ Condition: row.when });
    expect(evaluate(policyOf(guarded, version), context).answer).toBe(ANSWER[`${row.holds}`]);
    const denied = [allow(), { ...guarded, Effect: 'Deny' }];
    expect(evaluate(policyOf(denied, version), context).answer).toBe(WITHOUT[`${row.holds}`]);
  });
});

describe('requests, as AWS documents them', () => {
  test.each(REQUEST_ROWS.map((row) => [row.rule, row] as const))('%s', (_rule, row) => {
    const request = {
      now: row.now === undefined ? undefined : new Date(row.now),
      region: row.region,
    };
    const context = row.token === '2.0' ? v2Context(request) : v1Context(request);
    const statements = JSON.parse(JSON.stringify(row.statements));
    expect(evaluate(policyOf(statements), context).answer).toBe(row.answer);
  });
});

test('every row cites a page of AWS, under a name of its own', () => {
  const rows = [...CONDITION_ROWS, ...REQUEST_ROWS];
  expect(rows.length).toBeGreaterThanOrEqual(130);
  expect(new Set(rows.map(({ rule }) => rule)).size).toBe(rows.length);
  for (const { source } of rows) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});
