import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseProfiles } from '../../../../packages/core/src/1-inputs/aws/profile.ts';
import {
  parseExternalId,
  parseRoles,
} from '../../../../packages/core/src/1-inputs/aws/role-chain.ts';
import {
  parseInlinePolicy,
  parseManagedPolicies,
} from '../../../../packages/core/src/1-inputs/aws/session-policy.ts';
import {
  parseTags,
  parseTransitiveKeys,
} from '../../../../packages/core/src/1-inputs/aws/session-tags.ts';
import { Unacceptable } from '../../../../packages/core/src/1-inputs/unacceptable.ts';

const ROLE = 'arn:aws:iam::123456789012:role/deploy';

test('profiles stand one a line, with or without a region', () => {
  const text = `dev = ${ROLE}\r\n\n# production\nprod=arn:aws:iam::210987654321:role/ci/d, us-east-1 `;
  expect(
    parseProfiles(text).map(({ name, role, region }) => [name, role.text, region?.name]),
  ).toEqual([
    ['dev', ROLE, undefined],
    ['prod', 'arn:aws:iam::210987654321:role/ci/d', 'us-east-1'],
  ]);
});

test.each([
  ['a line without role', 'dev', /line 1 "dev"/],
  ['a wrong role', `a = ${ROLE}\nb = role`, /line 2.*"role"/],
  ['a wrong region', `a = ${ROLE}, eu-west-1a`, /line 1.*"eu-west-1a"/],
  ['a name that would end its section', `a]b = ${ROLE}`, /line 1.*profile name/],
  ['a name twice', `a = ${ROLE}\na = ${ROLE}`, /"a" twice/],
])('profiles with %s are refused', (_, text, reason) => {
  expect(() => parseProfiles(text)).toThrow(reason);
});

test('a chain is one role a line', () => {
  expect(parseRoles(`${ROLE}\n\n ${ROLE}2 \n`).map(({ text }) => text)).toEqual([ROLE, `${ROLE}2`]);
});

test('tags are a JSON object of texts', () => {
  const tags = parseTags('{"team": "web", "cost centre": ""}');
  expect(tags).toEqual([
    { key: 'team', value: 'web' },
    { key: 'cost centre', value: '' },
  ]);
  expect(parseTransitiveKeys('team,\ncost centre', tags)).toEqual(['team', 'cost centre']);
});

test.each([
  ['tags that are a list', () => parseTags('[]'), /not a JSON object/],
  ['a tag that is a number', () => parseTags('{"a": 1}'), /tag "a"/],
  ['a key that is too long', () => parseTags(JSON.stringify({ ['k'.repeat(129)]: '' })), /tag "k+/],
  [
    '51 tags',
    () =>
      parseTags(
        JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, '']))),
      ),
    /51 tags/,
  ],
  ['a transitive key without tag', () => parseTransitiveKeys('x', []), /"x"/],
  ['an external ID with a space', () => parseExternalId('a b'), /"a b"/],
  ['a policy that is no JSON', () => parseInlinePolicy('allow all'), /not a JSON object/],
  [
    'a policy that is too long',
    () => parseInlinePolicy(JSON.stringify({ a: 'x'.repeat(2048) })),
    /2056 characters/,
  ],
  ['a policy that is a name', () => parseManagedPolicies('ReadOnlyAccess'), /"ReadOnlyAccess"/],
  [
    'eleven policies',
    () => parseManagedPolicies('arn:aws:iam::aws:policy/A\n'.repeat(11)),
    /11 policies/,
  ],
])('%s are refused', (_, parse, reason) => {
  expect(parse).toThrow(Unacceptable);
  expect(parse).toThrow(reason);
});

test('an inline policy is sent without its white space', () => {
  expect(parseInlinePolicy('{ "Version" : "2012-10-17" }\n')).toBe('{"Version":"2012-10-17"}');
});

test('no parser throws anything but Unacceptable, whatever the text', () => {
  const parsers = [
    parseProfiles,
    parseRoles,
    parseTags,
    parseExternalId,
    parseInlinePolicy,
    parseManagedPolicies,
  ];
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant(`a = ${ROLE}\n`));
  fc.assert(
    fc.property(fc.constantFrom(...parsers), fc.array(text, { maxLength: 3 }), (parse, parts) => {
      try {
        parse(parts.join('\n'));
      } catch (error) {
        expect(error).toBeInstanceOf(Unacceptable);
      }
    }),
  );
});
