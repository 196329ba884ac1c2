import { describe, expect, test } from '@jest/globals';
import {
  type ProblemCode,
  parsePolicy,
  parsePolicyText,
} from '../../packages/trust-policy/src/index.ts';
import { allow, V1 } from './fixtures.ts';

const document = (statement: unknown, rest: Record<string, unknown> = {}) => ({
  Version: '2012-10-17',
  Statement: statement,
  ...rest,
});

describe('what IAM would refuse is a problem with a code and a path', () => {
  const cases: readonly (readonly [string, unknown, ProblemCode, string])[] = [
    ['a list', [], 'wrong-type', '$'],
    ['a string', 'x', 'wrong-type', '$'],
    ['null', null, 'wrong-type', '$'],
    ['undefined', undefined, 'not-json', '$'],
    ['a function', () => 1, 'not-json', '$'],
    ['no Statement', { Version: '2012-10-17' }, 'missing-element', '$'],
    ['no statements', document([]), 'missing-element', '$.Statement'],
    ['a statement that is a string', document(['x']), 'wrong-type', '$.Statement[0]'],
    ['an unknown element', document(allow(), { Rule: 1 }), 'unknown-element', '$.Rule'],
    ['a role around it', { Role: {}, Statement: allow() }, 'unknown-element', '$.Role'],
    ['lower case', document(allow(), { version: '2012-10-17' }), 'unknown-element', '$.version'],
    [
      'an invented version',
      document(allow(), { Version: '2024-01-01' }),
      'invalid-version',
      '$.Version',
    ],
    ['an Id that is a number', document(allow(), { Id: 1 }), 'wrong-type', '$.Id'],
    [
      'condition',
      document([allow({ condition: {} })]),
      'unknown-element',
      '$.Statement[0].condition',
    ],
    ['a resource', document(allow({ Resource: '*' })), 'forbidden-element', '$.Statement.Resource'],
    [
      'NotResource',
      document(allow({ NotResource: '*' })),
      'forbidden-element',
      '$.Statement.NotResource',
    ],
    ['no effect', document(allow({ Effect: undefined })), 'not-json', '$.Statement.Effect'],
    ['allow', document(allow({ Effect: 'allow' })), 'invalid-effect', '$.Statement.Effect'],
    ['no action', document({ Effect: 'Allow', Principal: '*' }), 'missing-element', '$.Statement'],
    [
      'both actions',
      document(allow({ NotAction: 'sts:*' })),
      'conflicting-elements',
      '$.Statement.NotAction',
    ],
    [
      'an action without service',
      document(allow({ Action: 'Assume' })),
      'invalid-action',
      '$.Statement.Action',
    ],
    [
      'an action that is a number',
      document(allow({ Action: [1] })),
      'wrong-type',
      '$.Statement.Action[0]',
    ],
    [
      'a principal that is a string',
      document(allow({ Principal: 'x' })),
      'invalid-principal',
      '$.Statement.Principal',
    ],
    [
      'an invented principal',
      document(allow({ Principal: { Entra: 'x' } })),
      'invalid-principal',
      '$.Statement.Principal.Entra',
    ],
    [
      'a principal that is an object',
      document(allow({ Principal: { AWS: {} } })),
      'wrong-type',
      '$.Statement.Principal.AWS',
    ],
    [
      'conditions in a list',
      document(allow({ Condition: [] })),
      'wrong-type',
      '$.Statement.Condition',
    ],
    [
      'an invented operator',
      document(allow({ Condition: { Equals: {} } })),
      'invalid-operator',
      '$.Statement.Condition.Equals',
    ],
    [
      'stringEquals',
      document(allow({ Condition: { stringEquals: {} } })),
      'invalid-operator',
      '$.Statement.Condition.stringEquals',
    ],
    [
      'NullIfExists',
      document(allow({ Condition: { NullIfExists: {} } })),
      'invalid-operator',
      '$.Statement.Condition.NullIfExists',
    ],
    [
      'ForAnyValue:Null',
      document(allow({ Condition: { 'ForAnyValue:Null': {} } })),
      'invalid-operator',
      '$.Statement.Condition["ForAnyValue:Null"]',
    ],
    [
      'keys that are a string',
      document(allow({ Condition: { Bool: 'x' } })),
      'wrong-type',
      '$.Statement.Condition.Bool',
    ],
    [
      'a key without namespace',
      document(allow({ Condition: { Bool: { aud: 'x' } } })),
      'invalid-condition-key',
      '$.Statement.Condition.Bool.aud',
    ],
    [
      'one key in two spellings',
      document(allow({ Condition: { Bool: { 'a:b': 'x', 'A:b': 'x' } } })),
      'duplicate-member',
      '$.Statement.Condition.Bool["A:b"]',
    ],
    [
      'a value that is an object',
      document(allow({ Condition: { Bool: { 'a:b': {} } } })),
      'wrong-type',
      '$.Statement.Condition.Bool["a:b"]',
    ],
    [
      'a value that is null',
      document(allow({ Condition: { Bool: { 'a:b': [null] } } })),
      'wrong-type',
      '$.Statement.Condition.Bool["a:b"][0]',
    ],
    ['a Sid that is a number', document(allow({ Sid: 1 })), 'wrong-type', '$.Statement.Sid'],
  ];
  test.each(cases)('%s', (_name, value, code, path) => {
    const { policy, problems } = parsePolicy(value);
    expect(policy).toBeUndefined();
    expect(problems).toContainEqual(expect.objectContaining({ code, path, fatal: true }));
  });
});

describe('what still has a meaning is a problem, and a policy', () => {
  const cases: readonly (readonly [string, unknown, ProblemCode, string])[] = [
    [
      'NotPrincipal',
      { ...allow(), NotPrincipal: { AWS: '1' } },
      'forbidden-element',
      '$.Statement.NotPrincipal',
    ],
    ['a Sid with a space', allow({ Sid: 'a b' }), 'invalid-sid', '$.Statement.Sid'],
    [
      'a Sid given twice',
      [allow({ Sid: 'a' }), allow({ Sid: 'a' })],
      'duplicate-sid',
      '$.Statement[1].Sid',
    ],
  ];
  test.each(cases)('%s', (name, statement, code, path) => {
    const value = document(statement);
    if (name === 'NotPrincipal') delete (value.Statement as Record<string, unknown>)['Principal'];
    const { policy, problems } = parsePolicy(value);
    expect(policy).toBeDefined();
    expect(problems).toEqual([expect.objectContaining({ code, path, fatal: false })]);
  });
});

test('a hint names the right spelling', () => {
  const { problems } = parsePolicy(
    document(allow({ effect: 'Allow', Condition: { 'foranyvalue:stringlikeifexists': {} } })),
  );
  expect(problems.map(({ message }) => message).join()).toContain('must be written Effect');
  expect(problems.map(({ message }) => message).join()).toContain('ForAnyValue:StringLikeIfExists');
});

test('ids are Sids where they are unique, and paths elsewhere', () => {
  const { policy } = parsePolicy(
    document([allow({ Sid: 'one' }), allow(), allow({ Sid: 'two' }), allow({ Sid: 'two' })]),
  );
  expect(policy?.statements.map(({ id }) => id)).toEqual([
    'one',
    'Statement[1]',
    'Statement[2]',
    'Statement[3]',
  ]);
});

test('nothing of a prototype gets in', () => {
  const text = `{"Version":"2012-10-17","__proto__":{"Statement":[]},"Statement":{"Effect":"Allow",
    "Principal":"*","Action":"*","Condition":{"StringEquals":{"__proto__:aud":"x","constructor":"y"}}}}`;
  for (const { problems } of [parsePolicyText(text), parsePolicy(JSON.parse(text))]) {
    expect(problems.map(({ path }) => path)).toEqual([
      '$.__proto__',
      '$.Statement.Condition.StringEquals.constructor',
    ]);
  }
  expect(parsePolicy(Object.create(document(allow()))).policy).toBeUndefined();
  expect(Object.keys({})).toEqual([]);
});

describe('text', () => {
  const lines = [
    '{',
    '  "Version": "2012-10-17",',
    '  "Statement": [{',
    '    "Effect": "Allow", "Principal": "*",',
    '    "Action": "*",',
    `    "Condition": {"StringEquals": {"${V1}:aud":`,
    '      ["a", 2]}}',
    '  }]',
    '}',
  ];

  test('knows the line of every path', () => {
    const { policy, problems, lines: at } = parsePolicyText(lines.join('\r\n'));
    expect(problems).toEqual([]);
    const [condition] = policy?.statements[0]?.conditions ?? [];
    expect(condition?.values).toEqual(['a', '2']);
    expect(at.get('$.Statement[0]')).toBe(3);
    expect(at.get(condition?.path ?? '')).toBe(7);
    expect(at.get('$.Statement[0].Action')).toBe(5);
  });

  test('is the same as its value', () => {
    const text = lines.join('\n');
    expect(parsePolicyText(text).policy).toEqual(parsePolicy(JSON.parse(text)).policy);
  });

  test('may be percent-encoded, as IAM returns it, or start with a byte order mark', () => {
    const text = lines.join('\n');
    const { policy } = parsePolicyText(text);
    expect(parsePolicyText(encodeURIComponent(text)).policy).toEqual(policy);
    expect(parsePolicyText(`\uFEFF${text}`).policy).toEqual(policy);
  });

  const refused: readonly (readonly [string, string, ProblemCode, number])[] = [
    ['nothing', '', 'not-json', 1],
    ['no JSON', 'Version: 2012', 'not-json', 1],
    ['a trailing comma', '{"Version":"2012-10-17",}', 'not-json', 1],
    ['something after it', '{}\n{}', 'not-json', 1],
    ['a space that is none of JSON', '{}\u00a0', 'not-json', 1],
    ['a broken string', '{"a\n": 1}', 'not-json', 1],
    ['an unfinished list', '[1', 'not-json', 1],
    ['a list without commas', '[1 2]', 'not-json', 1],
    ['a bad escape', '["\\x"]', 'not-json', 1],
    ['a bad number', '[01]', 'not-json', 1],
    ['a broken percent-encoding', '%7B%', 'not-json', 1],
    ['a member given twice', '{"a":1,\n"a":2}', 'duplicate-member', 2],
    ['a deep document', '['.repeat(100_000), 'too-deep', 1],
    ['a large document', ' '.repeat(131_073), 'too-large', 1],
  ];
  test.each(refused)('%s is a problem', (_name, text, code, line) => {
    expect(parsePolicyText(text)).toMatchObject({ policy: undefined, problems: [{ code, line }] });
  });

  test('two blocks of one operator are refused, as by IAM, and not merged', () => {
    const text = '{"Statement":{"Condition":{"StringEquals":{"a:b":"c"},"StringEquals":{}}}}';
    const path = '$.Statement.Condition.StringEquals';
    expect(parsePolicyText(text).problems).toMatchObject([{ code: 'duplicate-member', path }]);
  });
});

test('a large policy, short of the limit, is read, and a larger value is not', () => {
  const statements = Array.from({ length: 600 }, (_, index) => allow({ Sid: `s${index}` }));
  expect(parsePolicy(document(statements)).policy?.statements).toHaveLength(600);
  expect(
    parsePolicy(document(allow({ Action: new Array(150_000).fill('a:b') }))).problems,
  ).toMatchObject([{ code: 'too-large' }]);
});

test('messages quote little of the document, and escaped', () => {
  const { problems } = parsePolicy({ [`::warning::\n${'x'.repeat(500)}`]: 1, Statement: allow() });
  expect(problems[0]?.message).not.toContain('\n');
  expect(problems[0]?.message.length).toBeLessThan(200);
});
