import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALL_COMPARISONS } from '../../packages/trust-policy/src/document/condition-operator.ts';
import { holds } from '../../packages/trust-policy/src/evaluation/evaluate-condition.ts';
import {
  matchesPattern,
  wildcardPattern,
} from '../../packages/trust-policy/src/evaluation/wildcard-pattern.ts';
import {
  evaluate,
  explain,
  findWeaknesses,
  parsePolicy,
  parsePolicyText,
} from '../../packages/trust-policy/src/index.ts';
import { statement, statements, valuesFor } from './arbitrary-policies.ts';
import { allow, policyOf, v1Context, withKeys } from './fixtures.ts';
import { naiveHolds, naiveWildcard } from './naive-operators.ts';

const context = v1Context();
const answer = (list: unknown) => evaluate(policyOf(list), context).answer;
const ADMISSION = { refuses: 0, 'cannot-tell': 1, admits: 2 } as const;

describe('nothing throws', () => {
  const check = (parsed: ReturnType<typeof parsePolicy>) => {
    if (parsed.policy === undefined) {
      expect(parsed.problems.some(({ fatal }) => fatal)).toBe(true);
      return;
    }
    const evaluation = evaluate(parsed.policy, context);
    expect(explain(evaluation, context).answer).toBe(evaluation.answer);
    findWeaknesses(parsed.policy, context);
  };

  test('on any JSON value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => check(parsePolicy(value))));
  });

  test('on any JSON text', () => {
    fc.assert(fc.property(fc.json(), (text) => check(parsePolicyText(text))));
  });

  test('on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => check(parsePolicyText(text))));
  });

  test('on any elements of a statement', () => {
    const parts = fc.record({
      Effect: fc.jsonValue(),
      Action: fc.jsonValue(),
      Condition: fc.jsonValue(),
    });
    fc.assert(fc.property(parts, (part) => check(parsePolicy({ Statement: allow(part) }))));
  });

  test('on any condition key and value', () => {
    const conditions = fc.dictionary(
      fc.string().map((name) => `a:${name}`),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ALL_COMPARISONS), conditions, (comparison, keys) => {
        check(
          parsePolicy({
            Version: '2012-10-17',
            Statement: allow({ Condition: { [comparison]: keys } }),
          }),
        );
      }),
    );
  });

  test('text and value of a policy agree', () => {
    fc.assert(
      fc.property(statements, fc.nat(4), (list, indent) => {
        const document = { Version: '2012-10-17', Statement: list };
        const { policy, problems } = parsePolicyText(JSON.stringify(document, null, indent));
        expect(policy).toEqual(parsePolicy(document).policy);
        expect(problems.every(({ fatal }) => !fatal)).toBe(true);
      }),
    );
  });
});

describe('evaluation', () => {
  test('a Deny more never admits more', () => {
    fc.assert(
      fc.property(statements, statement, fc.nat(4), (list, extra, position) => {
        const more = list.toSpliced(position, 0, { ...extra, Effect: 'Deny' });
        expect(ADMISSION[answer(more)]).toBeLessThanOrEqual(ADMISSION[answer(list)]);
      }),
    );
  });

  test('an Allow more never admits less', () => {
    fc.assert(
      fc.property(statements, statement, fc.nat(4), (list, extra, position) => {
        const more = list.toSpliced(position, 0, { ...extra, Effect: 'Allow' });
        expect(ADMISSION[answer(more)]).toBeGreaterThanOrEqual(ADMISSION[answer(list)]);
      }),
    );
  });

  test('the order of statements, members, keys and values never matters', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed).reverse();
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, part]) => [name, reversed(part)]),
      );
    };
    fc.assert(
      fc.property(statements, (list) => {
        expect(answer(reversed(list))).toBe(answer(list));
        const codes = (value: unknown) =>
          findWeaknesses(policyOf(value), context).map(({ code }) => code);
        expect(new Set(codes(reversed(list)))).toEqual(new Set(codes(list)));
      }),
    );
  });

  test('what cannot be told is told once AWS tells', () => {
    fc.assert(
      fc.property(statements, fc.ipV4(), fc.boolean(), (list, address, present) => {
        const told = present
          ? withKeys(context, { 'aws:SourceIp': address })
          : withKeys(context, {}, ['aws:SourceIp']);
        const before = answer(list);
        const after = evaluate(policyOf(list), told).answer;
        if (before !== 'cannot-tell') expect(after).toBe(before);
      }),
    );
  });
});

describe('operators agree with a naive second implementation', () => {
  const names = ALL_COMPARISONS.flatMap((comparison) => {
    if (comparison === 'Null') return [comparison];
    return ['', 'IfExists'].flatMap((suffix) =>
      ['', 'ForAnyValue:', 'ForAllValues:'].map((set) => `${set}${comparison}${suffix}`),
    );
  });

  test.each(names)('%s', (name) => {
    const comparison = name.replace(/^\w+:/, '').replace(/IfExists$/, '');
    const { request, policy } = valuesFor(comparison);
    const single = !name.includes(':');
    const present = fc.array(request, { minLength: 1, maxLength: single ? 1 : 3 });
    const wanted = fc.array(policy, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.option(present, { nil: undefined }), wanted, (values, policyValues) => {
        // Empty strings are a set of nothing to the set operators, which the table covers.
        fc.pre(single ? comparison !== 'Null' || values?.[0] !== '' : !values?.includes(''));
        const given = withKeys(context, values === undefined ? {} : { 'x:key': values });
        const [one] = policyOf(
          allow({ Condition: { [name]: { 'x:key': policyValues } } }),
          '2008-10-17',
        ).statements;
        const [condition] = one?.conditions ?? [];
        if (condition === undefined) throw new Error('no condition');
        const expected = naiveHolds(name, policyValues, values);
        expect(holds(condition, '2008-10-17', given)).toBe(String(expected));
      }),
    );
  });

  test('wildcards', () => {
    const letters = fc.constantFrom('a', 'b', '😀');
    const pattern = fc.string({ unit: fc.oneof(letters, fc.constantFrom('*', '?')), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.string({ unit: letters, maxLength: 10 }), (wanted, text) => {
        expect(matchesPattern(wildcardPattern(wanted), text)).toBe(naiveWildcard(wanted, text));
      }),
      { numRuns: 1000 },
    );
  });

  test('wildcards do not backtrack without end', () => {
    const started = performance.now();
    const pattern = wildcardPattern(`${'a*'.repeat(5_000)}b`);
    expect(matchesPattern(pattern, 'a'.repeat(20_000))).toBe(false);
    expect(matchesPattern(wildcardPattern(`${'*a'.repeat(5_000)}?*`), 'a'.repeat(20_000))).toBe(
      true,
    );
    expect(matchesPattern(wildcardPattern(`*${'?'.repeat(2_000)}b`), 'a'.repeat(4_000))).toBe(
      false,
    );
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test('a policy at the limit of size is judged in good time', () => {
  const keys = (from: number) =>
    Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`a${from + index}:b`, ['*', 'c']]),
    );
  const Condition = { StringLikeIfExists: keys(0), 'ForAllValues:StringLike': keys(5_000) };
  const list = Array.from({ length: 500 }, () => allow({ Action: ['sts:*', '*'] }));
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [allow({ Condition }), ...list.slice(0, 200)],
  });
  const started = performance.now();
  const { policy } = parsePolicyText(text);
  if (policy === undefined) throw new Error('no policy');
  explain(evaluate(policy, context), context);
  findWeaknesses(policy, context);
  expect(performance.now() - started).toBeLessThan(3_000);
});
