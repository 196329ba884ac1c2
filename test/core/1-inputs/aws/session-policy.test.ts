import { describe, expect, test } from '@jest/globals';
import {
  parseInlinePolicy,
  parseManagedPolicies,
} from '../../../../packages/core/src/1-inputs/aws/session-policy.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

describe('an inline policy', () => {
  const policy = (length: number) => JSON.stringify({ a: 'x'.repeat(length - '{"a":""}'.length) });

  testAccepted(parseInlinePolicy, [
    [
      'white space between the parts, which is not sent, and in texts, which is',
      '{ "Statement" :\n [ "a b" ] }\n',
      '{"Statement":["a b"]}',
    ],
    ['2048 characters', policy(2048), policy(2048)],
  ]);
  testRefused(parseInlinePolicy, [
    ['what is no JSON', 'allow all', /not a JSON object/],
    ['2049 characters', policy(2049), /2049 characters/],
  ]);
  testAnyText(parseInlinePolicy);
});

describe('managed policies', () => {
  const arns = (count: number) =>
    Array.from({ length: count }, (_, i) => `arn:aws:iam::aws:policy/P${i}`).join('\n');

  test('are ten at the most', () => {
    expect(parseManagedPolicies(arns(10))).toHaveLength(10);
  });
  testRefused(parseManagedPolicies, [
    ['eleven', arns(11), /11 policies/],
    ['one eleven times', 'arn:aws:iam::aws:policy/A\n'.repeat(11), /11 policies/],
    ['a name', 'ReadOnlyAccess', /"ReadOnlyAccess", which is not the ARN of a managed policy/],
    ['a role', 'arn:aws:iam::123456789012:role/deploy', /not the ARN of a managed policy/],
    ['a policy without a name', 'arn:aws:iam::aws:policy/', /not the ARN of a managed policy/],
  ]);
  testAnyText(parseManagedPolicies);
});
