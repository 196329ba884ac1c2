import { describe, expect, test } from '@jest/globals';
import {
  evaluate,
  explain,
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
      /^Remove .*no condition key/,
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
    expect(obstacles).toMatchObject([{ has: 'known to AWS only', certain: false }]);
  });

  test('no statement that allows, and a policy that admits', () => {
    expect(explained(allow())).toMatchObject({ answer: 'admits', obstacles: [] });
  });
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
