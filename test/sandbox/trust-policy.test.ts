import {
  type ConditionBlock,
  type ConditionContext,
  evaluateTrust,
  type TrustPolicy,
  type TrustStatement,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';

const provider = 'arn:aws:iam::123456789012:oidc-provider/sts.windows.net/t/';
const action = 'sts:AssumeRoleWithWebIdentity';

function verdict(...statements: Partial<TrustStatement>[]): string {
  const complete = statements.map((statement) => ({
    Effect: 'Allow' as const,
    ...(statement.NotAction ? {} : { Action: action }),
    ...(statement.NotPrincipal ? {} : { Principal: { Federated: provider } }),
    ...statement,
  }));
  const policy: TrustPolicy = { Version: '2012-10-17', Statement: complete };
  const context = { 'p:aud': 'api://aws', 'p:sub': 'subject', 'p:amr': ['a', 'b'] };
  return evaluateTrust(policy, { type: 'Federated', names: [provider] }, action, context);
}

function holds(condition: ConditionBlock, context: ConditionContext): boolean {
  const policy: TrustPolicy = {
    Statement: { Effect: 'Allow', Principal: '*', Action: '*', Condition: condition },
  };
  const subject = { type: 'Federated', names: [provider] } as const;
  return evaluateTrust(policy, subject, action, context) === 'allowed';
}

describe('a statement', () => {
  test('admits the principal and action it names', () => {
    expect(verdict({})).toBe('allowed');
    expect(verdict({ Action: ['sts:TagSession', 'STS:assumerole*'] })).toBe('allowed');
    expect(verdict({ Principal: { Federated: '*' } })).toBe('allowed');
    expect(verdict({ NotPrincipal: { Federated: 'other' } })).toBe('allowed');
    expect(verdict({ NotAction: 'sts:TagSession' })).toBe('allowed');
    expect(verdict({ NotAction: 'sts:*' })).toBe('implicitly-denied');
  });

  test.each<[string, Partial<TrustStatement>]>([
    ['another provider', { Principal: { Federated: provider.slice(0, -1) } }],
    ['a pattern of providers', { Principal: { Federated: `${provider.slice(0, -3)}*` } }],
    ['everyone in AWS', { Principal: { AWS: '*' } }],
    ['an AWS principal', { Principal: { AWS: provider } }],
    ['another action', { Action: 'sts:AssumeRole' }],
    ['everyone but this provider', { NotPrincipal: { Federated: provider } }],
    ['a condition that fails', { Condition: { StringEquals: { 'p:aud': 'api://other' } } }],
  ])('does not admit for %s', (_, statement) => {
    expect(verdict(statement)).toBe('implicitly-denied');
  });

  test('that denies wins over all that allow', () => {
    const deny: Partial<TrustStatement> = {
      Effect: 'Deny',
      Condition: { StringNotEquals: { 'p:sub': 'somebody' } },
    };
    expect(verdict({}, deny)).toBe('explicitly-denied');
    expect(verdict({ Condition: { StringEquals: { 'p:x': '1' } } }, {})).toBe('allowed');
  });
});

describe('a condition', () => {
  const c: ConditionContext = {
    'p:aud': 'api://aws',
    'p:amr': ['rsa', 'mfa'],
    'p:arn': 'arn:aws:iam::123456789012:role/team/Deploy',
    'p:flag': 'true',
  };

  test.each<[ConditionBlock, boolean]>([
    [{ StringEquals: { 'p:aud': 'api://aws' } }, true],
    [{ StringEquals: { 'P:AUD': ['x', 'api://aws'] } }, true],
    [{ StringEquals: { 'p:aud': 'API://AWS' } }, false],
    [{ StringEquals: { 'p:aud': 'api://*' } }, false],
    [{ StringEquals: { 'p:missing': 'x' } }, false],
    [{ StringEqualsIgnoreCase: { 'p:aud': 'API://AWS' } }, true],
    [{ StringNotEquals: { 'p:aud': ['x', 'y'] } }, true],
    [{ StringNotEquals: { 'p:aud': ['x', 'api://aws'] } }, false],
    [{ StringNotEquals: { 'p:missing': 'x' } }, true],
    [{ StringNotEqualsIgnoreCase: { 'p:aud': 'API://AWS' } }, false],
    [{ StringLike: { 'p:aud': 'api://?w*' } }, true],
    [{ StringLike: { 'p:aud': 'api.//aws' } }, false],
    [{ StringNotLike: { 'p:aud': 'api*' } }, false],
    [{ StringEqualsIfExists: { 'p:missing': 'x' } }, true],
    [{ StringEqualsIfExists: { 'p:aud': 'x' } }, false],
    [{ 'ForAllValues:StringEquals': { 'p:missing': 'x' } }, true],
    [{ 'ForAllValues:StringEquals': { 'p:amr': ['rsa', 'mfa', 'z'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'p:amr': 'rsa' } }, false],
    [{ 'ForAnyValue:StringEquals': { 'p:amr': 'rsa' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'p:missing': 'rsa' } }, false],
    [{ 'ForAnyValue:StringLike': { 'p:amr': 'z*' } }, false],
    [{ Null: { 'p:aud': 'false' } }, true],
    [{ Null: { 'p:missing': true } }, true],
    [{ Null: { 'p:missing': 'false' } }, false],
    [{ Bool: { 'p:flag': true } }, true],
    [{ Bool: { 'p:flag': 'false' } }, false],
    [{ ArnLike: { 'p:arn': 'arn:aws:iam::*:role/team/*' } }, true],
    [{ ArnLike: { 'p:arn': 'arn:aws:*:role/team/Deploy' } }, false],
    [{ ArnNotEquals: { 'p:arn': 'arn:aws:iam::*:role/team/*' } }, false],
    [{ StringMatches: { 'p:aud': 'api://aws' } }, false],
    [{ StringEquals: { 'p:aud': 'api://aws', 'p:flag': 'x' } }, false],
    [{ StringEquals: { 'p:aud': 'api://aws' }, StringLike: { 'p:flag': 'x' } }, false],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, c)).toBe(expected);
  });
});
