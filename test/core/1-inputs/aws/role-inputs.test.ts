import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseRegion } from '../../../../packages/core/src/1-inputs/aws/region.ts';
import {
  parseExternalId,
  parseRoles,
} from '../../../../packages/core/src/1-inputs/aws/role-chain.ts';
import { readRoles } from '../../../../packages/core/src/1-inputs/aws/role-inputs.ts';
import { parseSessionDuration } from '../../../../packages/core/src/1-inputs/aws/session-duration.ts';
import {
  parseInlinePolicy,
  parseManagedPolicies,
} from '../../../../packages/core/src/1-inputs/aws/session-policy.ts';
import {
  parseTags,
  parseTransitiveKeys,
} from '../../../../packages/core/src/1-inputs/aws/session-tags.ts';
import type { InputName } from '../../../../packages/core/src/1-inputs/input-name.ts';
import { InputReader } from '../../../../packages/core/src/1-inputs/input-reader.ts';
import { Unacceptable } from '../../../../packages/core/src/1-inputs/unacceptable.ts';
import type { StepFailure } from '../../../../packages/core/src/failure/step-failure.ts';
import { nodePlatform } from '../../../../packages/core/src/platform/node-platform.ts';
import { rawInputs } from '../raw-inputs.ts';

const ROLE = 'arn:aws:iam::123456789012:role/deploy';
const OTHER = 'arn:aws:iam::210987654321:role/ci/audit';

/** Whatever the text, a parser answers or says what is unacceptable. */
const answersOrRefuses = (parse: (text: string) => unknown) =>
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.lorem()), (text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Unacceptable);
      }
    }),
  );

test.each([
  ['roles of a chain', parseRoles],
  ['an external ID', parseExternalId],
  ['tags', parseTags],
  ['transitive keys', (text: string) => parseTransitiveKeys(text, [])],
  ['an inline policy', parseInlinePolicy],
  ['managed policies', parseManagedPolicies],
])('the parser of %s answers or refuses', (_, parse) => answersOrRefuses(parse));

describe('session tags', () => {
  test('are the entries of an object', () => {
    expect(parseTags('{"team": "web", "cost centre": ""}')).toEqual([
      { key: 'team', value: 'web' },
      { key: 'cost centre', value: '' },
    ]);
  });

  test.each([
    ['[]', /not a JSON object/],
    ['{"a": 1}', /has a tag "a"/],
    ['{"": "x"}', /has a tag ""/],
    [JSON.stringify({ a: 'x'.repeat(257) }), /has a tag "a"/],
    ['{"a": "line\\nbreak"}', /has a tag "a"/],
    [
      JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, '']))),
      /51 tags/,
    ],
  ])('%s is refused', (json, reason) => {
    expect(() => parseTags(json)).toThrow(reason);
  });

  test('only keys of tags can be transitive', () => {
    const tags = parseTags('{"team": "web"}');
    expect(parseTransitiveKeys('team\n', tags)).toEqual(['team']);
    expect(() => parseTransitiveKeys('team, stage', tags)).toThrow(/"stage".*no key/);
  });
});

describe('session policies', () => {
  test('white space between the parts does not count, within texts it does', () => {
    expect(parseInlinePolicy('{ "Statement" :\n [ "a b" ] }')).toBe('{"Statement":["a b"]}');
  });

  test('2048 characters and 10 policies are the most', () => {
    const policy = (length: number) =>
      JSON.stringify({ a: 'x'.repeat(length - '{"a":""}'.length) });
    expect(parseInlinePolicy(policy(2048))).toHaveLength(2048);
    expect(() => parseInlinePolicy(policy(2049))).toThrow(/2049 characters/);
    const arns = (count: number) =>
      Array.from({ length: count }, (_, i) => `arn:aws:iam::aws:policy/P${i}`).join('\n');
    expect(parseManagedPolicies(arns(10))).toHaveLength(10);
    expect(() => parseManagedPolicies(arns(11))).toThrow(/11 policies/);
  });

  test.each(['ReadOnlyAccess', ROLE, 'arn:aws:iam::aws:policy/'])('%s is no policy', (arn) => {
    expect(() => parseManagedPolicies(arn)).toThrow(/not the ARN of a managed policy/);
  });
});

describe('the roles of a step', () => {
  function rolesOf(values: Partial<Record<InputName, string>>, seconds = '3600') {
    const reader = new InputReader(rawInputs(values));
    const roles = readRoles(
      reader,
      parseRegion('eu-west-1'),
      parseSessionDuration(seconds),
      nodePlatform({}),
    );
    return reader.finish<{ roles: Exclude<typeof roles, symbol> }>({ roles }).roles;
  }

  test('role-to-assume, with its chain, and profiles with regions of their own', () => {
    const { main, profiles } = rolesOf({
      'role-to-assume': ROLE,
      'role-chain': OTHER,
      profiles: `audit = ${OTHER}, us-east-1\nsame = ${ROLE}`,
    });
    expect(main?.chain.roles.map(String)).toEqual([OTHER]);
    expect(profiles.map(({ profile, stsEndpoint }) => [profile, stsEndpoint.url.host])).toEqual([
      ['audit', 'sts.us-east-1.amazonaws.com'],
      ['same', 'sts.eu-west-1.amazonaws.com'],
    ]);
  });

  test.each<[string, Partial<Record<InputName, string>>, string, RegExp]>([
    ['no role at all', {}, '3600', /"role-to-assume" is not given/],
    [
      'a chain without a first role',
      { 'role-chain': OTHER, profiles: `a = ${ROLE}` },
      '3600',
      /"role-chain" is given without "role-to-assume"/,
    ],
    [
      'an external ID without a chain',
      { 'role-to-assume': ROLE, 'role-external-id': 'x-1' },
      '3600',
      /"role-external-id" is given without "role-chain"/,
    ],
    [
      'a chain of two hours',
      { 'role-to-assume': ROLE, 'role-chain': OTHER },
      '7200',
      /after one hour/,
    ],
    [
      'a profile name without a role',
      { 'aws-profile': 'a', profiles: `b = ${ROLE}` },
      '3600',
      /"aws-profile" is given without/,
    ],
    [
      'one name for two roles',
      { 'role-to-assume': ROLE, 'aws-profile': 'a', profiles: `a = ${OTHER}` },
      '3600',
      /both name the profile a/,
    ],
    [
      'a role of another partition',
      { 'role-to-assume': ROLE, 'role-chain': 'arn:aws-cn:iam::123456789012:role/x' },
      '3600',
      /partition aws-cn.* is in aws\./,
    ],
    [
      'a profile of another partition',
      { profiles: `a = ${ROLE}, cn-north-1` },
      '3600',
      /partition aws, .*cn-north-1 is in aws-cn/,
    ],
  ])('%s is refused', (_, values, seconds, reason) => {
    let failure: StepFailure | undefined;
    try {
      rolesOf(values, seconds);
    } catch (error) {
      failure = error as StepFailure;
    }
    expect(failure?.message).toMatch(reason);
  });
});
