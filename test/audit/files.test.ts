import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type FoundPolicies, judgeRole, readPolicyFile } from '../../packages/audit/src/index.ts';
import { ACCOUNT, allow, inShort, SUBJECT, TENANT, V1 } from './roles.ts';
import { TEMPLATE } from './template.ts';

const policy = (statement: object) => ({ Version: '2012-10-17', Statement: statement });
const tight = policy(allow(V1, { aud: 'api://aws', sub: SUBJECT }));
const wide = policy(allow(V1, { aud: 'api://aws' }));
const arn = `arn:aws:iam::${ACCOUNT}:role/ci/deploy`;

/** `deploy at 3: high TRUST_NO_SUB at 7`, for every role that was found. */
function found({ roles }: FoundPolicies): readonly string[] {
  return roles.map((role) => {
    const judged = judgeRole(role, { meant: {}, allProviders: false });
    const findings = (judged?.findings ?? []).map((one) => `${inShort([one])} at ${one.line}`);
    return `${role.name} at ${role.place.line}: ${findings.join(', ')}`;
  });
}

const plan = (values: object, more: object = {}) => ({
  format_version: '1.2',
  terraform_version: '1.9.0',
  planned_values: {
    root_module: {
      resources: [
        { address: 'aws_iam_role.deploy', mode: 'managed', type: 'aws_iam_role', values },
        { address: 'aws_s3_bucket.a', mode: 'managed', type: 'aws_s3_bucket', values: {} },
      ],
      ...more,
    },
  },
});

describe('JSON', () => {
  test.each([
    ['a policy', wide, ['a.json at 1: high TRUST_NO_SUB at 3']],
    [
      'the answer of get-role',
      { Role: { Arn: arn, AssumeRolePolicyDocument: wide } },
      ['deploy at 1: high TRUST_NO_SUB at 6'],
    ],
    ['a policy as text', JSON.stringify(wide), ['a.json at 1: high TRUST_NO_SUB at 1']],
    [
      'the answer of list-roles',
      { Roles: [{ Arn: arn, AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(wide)) }] },
      ['deploy at 4: high TRUST_NO_SUB at 4'],
    ],
    [
      'the details of an account',
      { RoleDetailList: [{ Arn: arn, AssumeRolePolicyDocument: tight }] },
      ['deploy at 4: '],
    ],
    [
      'a plan',
      plan({ assume_role_policy: JSON.stringify(wide) }),
      ['aws_iam_role.deploy at 8: high TRUST_NO_SUB at 8'],
    ],
    [
      'a state, with modules',
      {
        terraform_version: '1.9.0',
        values: {
          root_module: {
            child_modules: [
              plan({ arn, assume_role_policy: JSON.stringify(tight) }).planned_values.root_module,
            ],
          },
        },
      },
      ['aws_iam_role.deploy at 9: '],
    ],
  ])('%s', (_, document, expected) => {
    const read = readPolicyFile('a.json', JSON.stringify(document, undefined, 2));
    expect(found(read)).toEqual(expected);
    expect(read.unjudged).toEqual([]);
  });

  test('a policy that Terraform knows after apply only is not judged, and said to be', () => {
    const { roles, unjudged } = readPolicyFile('plan.json', JSON.stringify(plan({ name: 'x' })));
    expect([roles, unjudged]).toEqual([
      [],
      [
        expect.objectContaining({
          role: 'aws_iam_role.deploy',
          why: expect.stringContaining('only after apply'),
        }),
      ],
    ]);
  });
});

describe('a template', () => {
  test('in YAML, with every intrinsic function in its short form', () => {
    expect(found(readPolicyFile('template.yaml', TEMPLATE))).toEqual([
      'Tight at 12: ',
      'Wide at 24: high TRUST_NO_SUB at 29, low TRUST_AUD_SEVERAL at 34',
      'AsText at 35: high TRUST_NO_SUB at 38',
      'Maybe (if its conditions hold) at 40: ',
      'Maybe (unless its conditions hold) at 40: high TRUST_NO_SUB at 46',
      'Function at 55: ',
    ]);
  });

  test('in JSON, with the long forms', () => {
    const provider = {
      'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':oidc-provider/', V1]],
    };
    const Statement = {
      ...allow(V1, { aud: 'a', sub: 'b' }),
      Principal: { Federated: { 'Fn::Select': [0, [provider]] } },
    };
    const resource = {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: policy(Statement) },
    };
    const text = JSON.stringify({ Resources: { Deploy: resource } }, undefined, 1);
    const read = readPolicyFile('template.json', text);
    expect(found(read)).toEqual(['Deploy at 3: ']);
    const [role] = read.roles;
    const judged = role && judgeRole(role, { meant: {}, allProviders: false });
    expect(judged?.whoGetsIn).toEqual([
      `Service principal b of tenant ${TENANT}, with a v1.0 token for a.`,
    ]);
  });

  test.each([
    ['Resources:\n  a: {b: [', 'neither JSON nor YAML'],
    ['a: 1\na: 2\n', 'neither JSON nor YAML'],
    ['resource "aws_iam_role" "deploy" {\n  name = "x"\n}\n', 'terraform show -json'],
    ['', 'empty'],
    [
      `Resources:\n  R:\n    Properties:\n      AssumeRolePolicyDocument: ${'['.repeat(60)}${']'.repeat(60)}\n`,
      'nested too deeply',
    ],
    [
      `Resources:\n  R:\n    Properties:\n      a: &a [x, x, x, x, x, x, x, x, x, x]\n${[
        'b',
        'c',
        'd',
        'e',
        'f',
        'g',
      ]
        .map(
          (name, index) =>
            `      ${name}: &${name} [${Array(10).fill(`*${'abcdef'[index]}`).join(', ')}]\n`,
        )
        .join('')}      AssumeRolePolicyDocument: *g\n`,
      'nested too deeply',
    ],
  ])('%j is none, and said so', (text, says) => {
    const { roles, unjudged } = readPolicyFile('x.yaml', text);
    expect(roles).toEqual([]);
    expect(unjudged.map(({ why }) => why)).toEqual([expect.stringContaining(says)]);
  });
});

test('whatever a file holds, reading and judging it throws nothing', () => {
  const pieces = fc.constantFrom(
    'Resources:',
    '\n  ',
    'AssumeRolePolicyDocument: ',
    '!Sub ',
    '!If [',
    ']',
    '{',
    '}',
    '${A}',
    '&a ',
    '*a',
    '"',
    'Statement',
    ': ',
    '- ',
    JSON.stringify(wide),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces).map((all) => all.join('')),
    fc.json(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const role of readPolicyFile('x', text).roles) {
        judgeRole(role, { meant: {}, allProviders: true });
      }
    }),
  );
});
