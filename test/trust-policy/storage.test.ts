import {
  countedCharacters,
  findWeaknesses,
  newStatement,
  parsePolicy,
  parsePolicyText,
  requiredTrust,
  type StatementJson,
  storageObjection,
  type TokenFacts,
  USUAL_QUOTA,
  webIdentityContext,
} from '@entra-aws-creds/trust-policy';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SHARED_PROVIDERS, STORAGE_RECORDINGS } from '../recordings/stored-trust-policy.ts';
import { statements } from './arbitrary-policies.ts';
import { allow, policyOf, ROLE, V1_TOKEN, V2_TOKEN, v1Context, v2Context } from './fixtures.ts';

function objectionsTo(statement: unknown): readonly string[] {
  return policyOf(statement).statements.flatMap((one) => storageObjection(one)?.message ?? []);
}

describe('what IAM stored and refused', () => {
  test('every recording has an id of its own', () => {
    const ids = STORAGE_RECORDINGS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(200);
  });

  test.each(STORAGE_RECORDINGS.map((row) => [row.id, row] as const))('%s', (_id, row) => {
    const [first] = objectionsTo(row.statement);
    expect(first).toBe(row.refusal);
  });

  test.each(SHARED_PROVIDERS)('%s is shared, and held by %s', (issuer, key) => {
    const principal = issuer.startsWith('cognito')
      ? issuer
      : `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
    const statement = allow({ Principal: { Federated: principal } });
    expect(objectionsTo(statement)).toHaveLength(1);
    const held = { ...statement, Condition: { StringEquals: { [key]: 'x' } } };
    expect(objectionsTo(held)).toEqual([]);
  });
});

describe('what we write', () => {
  const session = {
    tags: [{ key: 'Team', value: 'web' }],
    transitiveKeys: ['Team'],
    sourceIdentity: 'somebody',
  };
  test.each<[string, TokenFacts]>([
    ['v1.0', V1_TOKEN],
    ['v2.0', V2_TOKEN],
    ['v1.0 with session claims', { ...V1_TOKEN, session }],
    ['v2.0 with session claims', { ...V2_TOKEN, session }],
  ])('the required policy for a token of %s can be stored', (_version, token) => {
    const { policy } = requiredTrust(webIdentityContext(token, ROLE));
    expect(countedCharacters({ ...policy })).toBeLessThanOrEqual(USUAL_QUOTA);
    expect(parsePolicy(policy).problems).toEqual([]);
    expect(objectionsTo(policy.Statement)).toEqual([]);
  });

  test.each([v1Context(), v2Context()])('so can a statement that is merged in', (context) => {
    const { provider, claims } = context;
    const pins = { aud: claims.aud.value, sub: claims.sub.value, oaud: claims.oaud.value };
    expect(objectionsTo(newStatement({ sid: 'Ours', provider, pins }))).toEqual([]);
  });

  test('a policy longer than any account can store is told', () => {
    const statement = allow({ Condition: { StringEquals: { 'aws:userid': 'x'.repeat(8_192) } } });
    const long = { Version: '2012-10-17', Statement: statement };
    const { policy, problems } = parsePolicy(long);
    expect(policy).toBeDefined();
    expect(problems).toMatchObject([{ code: 'too-large', fatal: false, path: '$' }]);
    const text = JSON.stringify({ Version: '2012-10-17', Statement: allow() });
    expect(parsePolicyText(`${' '.repeat(8_192)}${text}`).problems).toEqual([]);
    expect(problems[0]?.message).toContain(`has ${JSON.stringify(long).length}.`);
  });

  test('so can every corrected statement', () => {
    fc.assert(
      fc.property(statements, fc.boolean(), (list, old) => {
        const policy = policyOf(list);
        const context = old ? v1Context() : v2Context();
        const corrected = findWeaknesses(policy, context).flatMap((finding): StatementJson[] =>
          finding.corrected ? [finding.corrected] : [],
        );
        for (const one of corrected) expect(objectionsTo(one)).toEqual([]);
      }),
    );
  });
});

describe('TRUST_NOT_STORABLE', () => {
  const found = (statement: Record<string, unknown>) =>
    findWeaknesses(policyOf(statement), v1Context()).find(
      ({ code }) => code === 'TRUST_NOT_STORABLE',
    );

  test.each([
    ['a wildcard', 'sts:AssumeRole*'],
    ['another case', 'STS:AssumeRoleWithWebIdentity'],
    ['everything', '*'],
    ['one more that is none', ['sts:AssumeRoleWithWebIdentity', 'sts:GetCallerIdentity']],
  ])('%s as action', (_what, Action) => {
    const finding = found(allow({ Action }));
    expect(finding?.severity).toBe('low');
    expect(finding?.path).toBe('$.Statement.Action');
    expect(finding?.corrected?.Action).toBe('sts:AssumeRoleWithWebIdentity');
  });

  test('another provider without a condition cannot be corrected for this token', () => {
    const finding = found(allow({ Principal: { Federated: 'accounts.google.com' } }));
    expect(finding?.why).toContain(
      'Policy trusting accounts.google.com requires a StringEquals condition on an application id',
    );
    expect(finding?.corrected).toBeNull();
  });

  test('not what IAM takes', () => {
    expect(
      found(allow({ Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] })),
    ).toBeUndefined();
  });
});
