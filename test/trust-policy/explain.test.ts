import { describe, expect, test } from '@jest/globals';
import {
  evaluate,
  explain,
  findWeaknesses,
  identityProvider,
  requiredTrust,
  type WebIdentityContext,
  webIdentityContext,
} from '../../packages/trust-policy/src/index.ts';
import {
  ACCOUNT,
  allow,
  CLIENT,
  policyOf,
  RESOURCE,
  ROLE,
  SUBJECT,
  V1,
  V1_PROVIDER,
  V1_TOKEN,
  V2,
  V2_PROVIDER,
  v1Context,
  v2Context,
} from './fixtures.ts';

const explained = (statements: unknown, context: WebIdentityContext = v1Context()) =>
  explain(evaluate(policyOf(statements), context), context);

describe('a refusal in the terms of the policy', () => {
  test('another value', () => {
    const Condition = { StringEquals: { [`${V1}:aud`]: 'api://old', [`${V1}:sub`]: SUBJECT } };
    const path = `$.Statement.Condition.StringEquals["${V1}:aud"]`;
    expect(explained(allow({ Condition }))).toEqual({
      answer: 'refuses',
      headline: 'No statement of the trust policy allows this token.',
      obstacles: [
        {
          statement: 'Statement',
          path,
          part: `StringEquals "${V1}:aud"`,
          wanted: '"api://old"',
          has: '"api://aws"',
          change: `Set ${path} to "api://aws".`,
          certain: true,
        },
      ],
    });
  });

  test('a key that is not there', () => {
    const Condition = { StringEquals: { [`${V1.slice(0, -1)}:aud`]: 'api://aws' } };
    const { obstacles } = explained(allow({ Condition }));
    expect(obstacles[0]).toMatchObject({ has: 'no such key' });
    expect(obstacles[0]?.change).toContain(`to "${V1}:aud"`);
    expect(obstacles[0]?.change).toContain('lacks the slash');
  });

  test('a claim that is no key', () => {
    const Condition = { StringEquals: { [`${V1}:roles`]: 'Deploy' } };
    expect(explained(allow({ Condition })).obstacles[0]?.change).toMatch(
      /^Remove .*not a condition key/,
    );
  });

  test('the resource where v2 wants the client', () => {
    const Condition = { StringEquals: { [`${V2}:aud`]: RESOURCE } };
    const statement = allow({ Principal: { Federated: V2_PROVIDER }, Condition });
    const { obstacles } = explained(statement, v2Context());
    expect(obstacles).toMatchObject([{ wanted: `"${RESOURCE}"`, has: `"${CLIENT}"` }]);
  });

  test('provider and action', () => {
    const Principal = { Federated: V1_PROVIDER.slice(0, -1) };
    const { obstacles } = explained(allow({ Principal, Action: 'sts:AssumeRole' }));
    expect(obstacles).toMatchObject([
      { part: 'Principal', change: `Set $.Statement.Principal.Federated to "${V1_PROVIDER}".` },
      { part: 'Action', change: 'Set $.Statement.Action to "sts:AssumeRoleWithWebIdentity".' },
    ]);
  });

  test('the statement closest to admitting comes first', () => {
    const far = allow({ Sid: 'far', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
    const near = allow({ Sid: 'near', Condition: { StringEquals: { [`${V1}:aud`]: 'x' } } });
    expect(explained([far, near]).obstacles.map(({ statement }) => statement)).toEqual([
      'near',
      'far',
      'far',
    ]);
  });

  test('an explicit Deny', () => {
    const guard = allow({
      Sid: 'no',
      Effect: 'Deny',
      Condition: { StringNotEquals: { [`${V1}:sub`]: 'x' } },
    });
    const { headline, obstacles } = explained([allow(), guard]);
    expect(headline).toContain('explicitly');
    expect(obstacles).toMatchObject([{ statement: 'no', wanted: '"x"', has: `"${SUBJECT}"` }]);
    expect(explained(allow({ Effect: 'Deny' })).obstacles[0]).toMatchObject({ wanted: 'nobody' });
  });

  test('what only AWS knows', () => {
    const { answer, headline, obstacles } = explained(
      allow({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
    );
    expect(answer).toBe('cannot-tell');
    expect(headline).toContain('only AWS knows');
    expect(obstacles).toMatchObject([{ has: 'known only to AWS', certain: false }]);
  });

  test('no statement that allows, and a policy that admits', () => {
    expect(explained(allow())).toMatchObject({ answer: 'admits', obstacles: [] });
  });
});

describe('what the token sets for the session', () => {
  const session = {
    tags: [{ key: 'Team', value: 'web' }],
    transitiveKeys: ['Team'],
    sourceIdentity: 'somebody',
  };
  const context = webIdentityContext({ ...V1_TOKEN, session }, ROLE);
  const actions = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const when = (operator: string, key: string, value: unknown) =>
    allow({ Action: actions, Condition: { [operator]: { [key]: value } } });

  test('must be allowed, or the token is refused', () => {
    expect(explained(allow({ Action: actions.slice(0, 2) }), context)).toEqual({
      answer: 'refuses',
      headline:
        'The trust policy does not allow sts:SetSourceIdentity, which this token needs, so AWS refuses the token altogether.',
      obstacles: [
        {
          statement: 'Statement',
          path: '$.Statement.Action',
          part: 'Action',
          wanted: '"sts:AssumeRoleWithWebIdentity" or "sts:TagSession"',
          has: 'sts:SetSourceIdentity',
          change: 'Add "sts:SetSourceIdentity" to $.Statement.Action.',
          certain: true,
        },
      ],
    });
    expect(explained(allow({ Action: actions }), context).answer).toBe('admits');
  });

  test('may be allowed by another statement, and denied', () => {
    const apart = [allow(), allow({ Action: actions.slice(1) })];
    expect(explained(apart, context).answer).toBe('admits');
    const denied = [...apart, allow({ Effect: 'Deny', Action: 'sts:TagSession' })];
    const { headline, obstacles } = explained(denied, context);
    expect(headline).toContain('does not allow sts:TagSession,');
    expect(obstacles).toMatchObject([{ part: 'Deny' }]);
  });

  test('depends on what only AWS knows', () => {
    const unknown = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
    const policy = [allow(), allow({ Action: actions.slice(1), ...unknown })];
    expect(explained(policy, context)).toMatchObject({
      answer: 'cannot-tell',
      headline: expect.stringContaining('sts:TagSession and sts:SetSourceIdentity'),
    });
    const unsure = explained(policy, context).obstacles.filter(({ certain }) => !certain);
    expect(unsure).toHaveLength(2);
  });

  test.each([
    ['StringEquals', 'aws:RequestTag/Team', 'web', 'admits'],
    ['StringEquals', 'aws:RequestTag/Team', 'api', 'refuses'],
    ['Null', 'aws:RequestTag/Stage', 'true', 'admits'],
    ['ForAllValues:StringEquals', 'aws:TagKeys', 'Team', 'admits'],
    ['ForAnyValue:StringEquals', 'sts:TransitiveTagKeys', 'Team', 'admits'],
    ['StringLike', 'sts:SourceIdentity', 'some*', 'admits'],
    ['StringEquals', 'sts:SourceIdentity', 'else', 'refuses'],
  ])('is what conditions see: %s %s %s %s', (operator, key, value, answer) => {
    expect(explained(when(operator, key, value), context).answer).toBe(answer);
  });

  test('is nothing where the token has none', () => {
    expect(explained(allow()).answer).toBe('admits');
    for (const key of ['aws:TagKeys', 'sts:TransitiveTagKeys', 'sts:SourceIdentity']) {
      expect(explained(when('Null', key, 'true')).answer).toBe('admits');
    }
  });

  test('is in what AWS must hold', () => {
    const { policy } = requiredTrust(context);
    expect(policy.Statement[0].Action).toEqual(actions);
    expect(evaluate(policyOf(policy.Statement), context).answer).toBe('admits');
    expect(findWeaknesses(policyOf(policy.Statement), context)).toEqual([]);
  });
});

test('a roles claim without the role refuses whatever the policy says', () => {
  const context = webIdentityContext({ ...V1_TOKEN, namesRole: false }, ROLE);
  expect(explained(allow(), context)).toMatchObject({
    answer: 'refuses',
    headline: expect.stringContaining('whatever the trust policy says'),
    obstacles: [],
  });
});

test('{"AWS": "*"} is told to admit no web identity', () => {
  const { obstacles } = explained(allow({ Principal: { AWS: '*' } }));
  expect(obstacles[0]?.change).toBe(
    `Set $.Statement.Principal to {"Federated": "${V1_PROVIDER}"}: {"AWS": "*"} admits no web identity.`,
  );
});

describe('what AWS must hold', () => {
  test('for a v1.0 token', () => {
    expect(requiredTrust(v1Context())).toEqual({
      providerUrl: `https://${V1}`,
      providerArn: V1_PROVIDER,
      clientId: 'api://aws',
      policy: {
        Version: '2012-10-17',
        Statement: [
          allow({
            Condition: { StringEquals: { [`${V1}:aud`]: 'api://aws', [`${V1}:sub`]: SUBJECT } },
          }),
        ],
      },
    });
  });

  test('for a v2.0 token the client ID is the client, not the resource', () => {
    const required = requiredTrust(v2Context());
    expect(required.clientId).toBe(CLIENT);
    expect(required.policy.Statement[0].Condition).toEqual({
      StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: RESOURCE, [`${V2}:sub`]: SUBJECT },
    });
  });

  test('in another partition', () => {
    const context = webIdentityContext(V1_TOKEN, { ...ROLE, partition: 'aws-cn' });
    expect(requiredTrust(context).providerArn).toBe(V1_PROVIDER.replace('arn:aws:', 'arn:aws-cn:'));
    expect(identityProvider(V1_TOKEN.issuer, { partition: 'aws', account: ACCOUNT }).arn).toBe(
      V1_PROVIDER,
    );
  });
});
