import { RulesProblem, readRules } from '@entra-aws-creds/claims-provider';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

const DEPLOY = 'arn:aws:iam::123456789012:role/ci/Deploy';
const GROUP = '2f1e6a7c-0000-4000-8000-000000000001';

const problemsOf = (file: unknown): readonly string[] => {
  try {
    readRules(typeof file === 'string' ? file : JSON.stringify(file));
    return [];
  } catch (error) {
    if (error instanceof RulesProblem) return error.problems;
    throw error;
  }
};

test('a file with every rule', () => {
  const rules = readRules(
    JSON.stringify({
      accounts: ['123456789012'],
      appRoles: { Deployers: DEPLOY, Readers: [DEPLOY, 'arn:aws-cn:iam::210987654321:role/Read'] },
      groups: { [GROUP]: [DEPLOY] },
      tags: {
        department: 'department',
        'cost-center': { attribute: 'extensionAttribute3', values: { 'R&D': 'research' } },
      },
      transitiveTags: ['department'],
      sourceIdentity: ['userPrincipalName', 'id'],
    }),
  );
  expect(rules).toEqual({
    accounts: new Set(['123456789012']),
    appRoles: new Map([
      ['Deployers', [DEPLOY]],
      ['Readers', [DEPLOY, 'arn:aws-cn:iam::210987654321:role/Read']],
    ]),
    groups: new Map([[GROUP, [DEPLOY]]]),
    tags: [
      { key: 'department', attribute: 'department', values: new Map() },
      {
        key: 'cost-center',
        attribute: 'extensionAttribute3',
        values: new Map([['R&D', 'research']]),
      },
    ],
    transitiveTags: ['department'],
    sourceIdentity: ['userPrincipalName', 'id'],
  });
});

test('everything that is wrong is said at once, with its place', () => {
  const problems = problemsOf({
    accounts: ['123456789012', 123456789012],
    approles: {},
    appRoles: { 'two words': [DEPLOY], Admin: ['arn:aws:iam::123456789012:role/*'], None: [] },
    groups: { Developers: [DEPLOY] },
    tags: { 'aws:x': 'department', Phone: 'mobilePhone', a: { attribute: 'city', default: 'x' } },
    transitiveTags: ['b'],
    sourceIdentity: 'skills',
  });
  const places = problems.map((line) => line.slice(0, line.indexOf(': ')));
  expect(places.sort()).toEqual(
    [
      'accounts[1]',
      'approles',
      'appRoles.two words',
      'appRoles.Admin',
      'appRoles.None',
      'groups.Developers',
      'tags.aws:x',
      'tags.Phone',
      'tags.a.default',
      'transitiveTags[0]',
      'sourceIdentity[0]',
    ].sort(),
  );
});

describe('refused', () => {
  test.each([
    ['no JSON', '{'],
    ['a list', []],
    ['nothing that leads to a role', { tags: { department: 'department' } }],
    [
      'keys of tags that AWS takes for one',
      { accounts: ['123456789012'], tags: { a: 'city', A: 'state' } },
    ],
    ['more tags than a session has', { accounts: ['123456789012'], tags: many(51) }],
    [
      'a value of a tag that AWS does not take',
      { accounts: ['123456789012'], tags: { a: { attribute: 'city', values: { x: 'a&b' } } } },
    ],
    ['the ARN of a session', { appRoles: { a: 'arn:aws:sts::123456789012:assumed-role/a/b' } }],
    ['two ARNs in one text', { appRoles: { a: `${DEPLOY};${DEPLOY}` } }],
    ['a partition that there is not', { appRoles: { a: 'arn:aws-x:iam::123456789012:role/a' } }],
    ['a group by its name', { groups: { Admins: DEPLOY } }],
  ])('%s', (_, file) => {
    expect(problemsOf(file)).not.toEqual([]);
  });
});

test('whatever a file holds, it is read or refused, and the refusal is plain text', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(DEPLOY, GROUP, 'department', '123456789012'));
  const rule = fc.oneof(
    fc.jsonValue(),
    text,
    fc.dictionary(text, fc.oneof(text, fc.array(text))),
    fc.array(text),
  );
  const names = ['accounts', 'appRoles', 'groups', 'tags', 'transitiveTags', 'sourceIdentity'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names, '__proto__', 'x'), rule), (file) => {
      for (const line of problemsOf(file)) expect(line).not.toMatch(/\p{Cc}/u);
    }),
  );
});

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'city']));
}
