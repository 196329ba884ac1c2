import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseProfiles } from '../../../../packages/core/src/1-inputs/aws/profile.ts';
import { testAnyText, testRefused } from '../parser-tests.ts';

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

testRefused(parseProfiles, [
  ['a line without role', 'dev', /line 1 "dev"/],
  ['a wrong role', `a = ${ROLE}\nb = role`, /line 2.*"role"/],
  ['a wrong region', `a = ${ROLE}, eu-west-1a`, /line 1.*"eu-west-1a"/],
  ['a name that would end its section', `a]b = ${ROLE}`, /line 1.*profile name/],
  ['a name twice', `a = ${ROLE}\na = ${ROLE}`, /"a" twice/],
]);

const line = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant(`a = ${ROLE}\n`));
testAnyText(
  parseProfiles,
  fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n')),
);
