import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluate,
  explain,
  findWeaknesses,
  parsePolicy,
  parsePolicyText,
  requiredTrust,
} from '../../packages/trust-policy/src/index.ts';
import { ACCOUNT, allow, allowV2, V1, V1_PROVIDER, v1Context, v2Context } from './fixtures.ts';

/** How many mutants; more of them with TRUST_POLICY_FUZZ_RUNS=100000. */
const RUNS = Number(process.env['TRUST_POLICY_FUZZ_RUNS'] ?? 1_500);

const context = v1Context();

/** Policies as they are found in the wild, well formed and not. */
const SEEDS = [
  requiredTrust(context).policy,
  requiredTrust(v2Context()).policy,
  {
    Version: '2012-10-17',
    Id: 'ci',
    Statement: [
      allow({
        Sid: 'Deploy',
        Condition: { StringLike: { [`${V1}:aud`]: ['api://aws', 'api://*'] } },
      }),
      allowV2({ Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] }),
      {
        Effect: 'Allow',
        Principal: { AWS: [ACCOUNT], Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
      { Effect: 'Deny', NotPrincipal: { Federated: V1_PROVIDER }, NotAction: 'sts:*' },
      allow({
        Effect: 'Deny',
        Condition: {
          'ForAllValues:StringNotEqualsIfExists': { [`${V1}:amr`]: ['rsa', "${aws:userid, 'x'}"] },
          NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] },
          DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
          Null: { 'aws:TokenIssueTime': true },
        },
      }),
    ],
  },
];

const SNIPPETS = [
  '*',
  '?',
  '${',
  '}',
  '"',
  '\\',
  '{',
  '[',
  ']',
  ',',
  ':',
  'null',
  '-1',
  '1e9',
  '"__proto__":',
  '"Not',
  'Action"',
  '"Effect":"Allow",',
  'IfExists',
  'ForAllValues:',
  '\u0000',
  '\ud800',
  '\uFEFF',
  '%7B',
  '/0',
  '/129',
  '\n',
];

const mutation = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 12 }),
  insert: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...SNIPPETS),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
});

function mutated(
  seed: unknown,
  mutations: readonly { at: number; remove: number; insert: string }[],
): string {
  return mutations.reduce((text, { at, remove, insert }) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + insert + text.slice(position + remove);
  }, JSON.stringify(seed));
}

test(
  'a mutant of a policy is a problem or a policy, and never an exception',
  () => {
    let parsable = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...SEEDS),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (seed, mutations) => {
          const text = mutated(seed, mutations);
          const { policy, problems } = parsePolicyText(text);
          for (const { path, message } of problems) {
            expect(path).toMatch(/^\$/);
            expect(message.length).toBeLessThan(300);
          }
          expect(policy === undefined).toBe(problems.some(({ fatal }) => fatal));
          const value = parsedOrUndefined(text);
          // A member given twice is lost on JSON.parse; everything else must come out the same,
          // but for the notation of a number without quotes, which only the text still has.
          if (value !== undefined && problems[0]?.code !== 'duplicate-member') {
            const again = parsePolicy(value).policy;
            expect(again === undefined).toBe(policy === undefined);
            if (!/[[:,]\s*-?\d/.test(text.replace(/"(\\.|[^"\\])*"/g, '""'))) {
              expect(again).toEqual(policy);
            }
          }
          if (policy === undefined) return;
          parsable++;
          expect(value).toBeDefined();
          const evaluation = evaluate(policy, context);
          explain(evaluation, context);
          for (const { why } of findWeaknesses(policy, context))
            expect(why).not.toContain('undefined');
        },
      ),
      { numRuns: RUNS },
    );
    expect(parsable).toBeGreaterThan(0);
  },
  30_000 + 2 * RUNS,
);

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
