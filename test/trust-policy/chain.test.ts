import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  type AssumeRoleFacts,
  assumeRoleContext,
  CHAIN_FINDING_CODES,
  type ChainFindingCode,
  chainObstacles,
  evaluate,
  findChainWeaknesses,
  type Severity,
} from '../../packages/trust-policy/src/index.ts';
import { DOC, policyOf } from './fixtures.ts';

const CALLER = 'arn:aws:iam::111111111111:role/ci/first';
const SESSION = 'arn:aws:sts::111111111111:assumed-role/first/run-1';
const FACTS: AssumeRoleFacts = {
  caller: { partition: 'aws', account: '111111111111', roleArn: CALLER, sessionArn: SESSION },
  sessionName: 'run-1',
  externalId: undefined,
  tags: [],
  transitiveKeys: [],
  inheritsTags: false,
};
const plain = assumeRoleContext(FACTS);
const withId = assumeRoleContext({ ...FACTS, externalId: 'secret-word' });
const tagged = assumeRoleContext({ ...FACTS, tags: [{ key: 'team', value: 'web' }] });
const inheriting = assumeRoleContext({ ...FACTS, inheritsTags: true });

function admit(principal: unknown, parts: Record<string, unknown> = {}) {
  return { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...parts };
}
const caller = admit({ AWS: CALLER });
const id = (value: unknown) => ({ Condition: { StringEquals: { 'sts:ExternalId': value } } });

interface Row {
  readonly name: string;
  readonly statements: unknown;
  readonly answer: Answer;
  readonly context?: typeof plain;
  /** The AWS page that says so. */
  readonly source: string;
}

const ROWS: readonly Row[] = [
  { name: 'its role', statements: caller, answer: 'admits', source: DOC.principal },
  {
    name: 'its session',
    statements: admit({ AWS: SESSION }),
    answer: 'admits',
    source: DOC.principal,
  },
  {
    name: 'its account by number',
    statements: admit({ AWS: '111111111111' }),
    answer: 'admits',
    source: DOC.principal,
  },
  {
    name: 'the root of its account',
    statements: admit({
      AWS: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::111111111111:root'],
    }),
    answer: 'admits',
    source: DOC.principal,
  },
  { name: 'everyone', statements: admit('*'), answer: 'admits', source: DOC.principal },
  {
    name: 'every AWS principal',
    statements: admit({ AWS: '*' }),
    answer: 'admits',
    source: DOC.principal,
  },
  {
    name: 'another role',
    statements: admit({ AWS: 'arn:aws:iam::111111111111:role/first' }),
    answer: 'refuses',
    source: DOC.principal,
  },
  {
    name: 'a part of its ARN, which is no pattern',
    statements: admit({ AWS: 'arn:aws:iam::111111111111:role/*' }),
    answer: 'refuses',
    source: DOC.principal,
  },
  {
    name: 'the unique id of who knows which role',
    statements: admit({ AWS: 'AROAEXAMPLEEXAMPLE123' }),
    answer: 'cannot-tell',
    source: DOC.principal,
  },
  {
    name: 'a service',
    statements: admit({ Service: 'ec2.amazonaws.com' }),
    answer: 'refuses',
    source: DOC.principal,
  },
  {
    name: 'no principal',
    statements: admit({ AWS: [] }),
    answer: 'refuses',
    source: DOC.principal,
  },
  {
    name: 'everyone but it',
    statements: { Effect: 'Allow', NotPrincipal: { AWS: CALLER }, Action: 'sts:AssumeRole' },
    answer: 'refuses',
    source: DOC.notPrincipal,
  },
  {
    name: 'another action',
    statements: { ...caller, Action: 'sts:AssumeRoleWithWebIdentity' },
    answer: 'refuses',
    source: DOC.action,
  },
  {
    name: 'an explicit deny',
    statements: [caller, { ...admit('*'), Effect: 'Deny' }],
    answer: 'refuses',
    source: DOC.evaluation,
  },
  {
    name: 'the right external ID',
    statements: admit({ AWS: CALLER }, id('secret-word')),
    answer: 'admits',
    context: withId,
    source: DOC.stsKeys,
  },
  {
    name: 'another external ID',
    statements: admit({ AWS: CALLER }, id('other')),
    answer: 'refuses',
    context: withId,
    source: DOC.stsKeys,
  },
  {
    name: 'an external ID that is not given',
    statements: admit({ AWS: CALLER }, id('secret-word')),
    answer: 'refuses',
    source: DOC.stsKeys,
  },
  {
    name: 'the ARN of the role as a condition, not of the session',
    statements: admit('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': CALLER } } }),
    answer: 'admits',
    source: DOC.globalKeys,
  },
  {
    name: 'an organization',
    statements: admit('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    answer: 'cannot-tell',
    source: DOC.globalKeys,
  },
  {
    name: 'a session tag',
    statements: admit(
      { AWS: CALLER },
      { Condition: { StringEquals: { 'aws:RequestTag/team': 'web' } } },
    ),
    answer: 'admits',
    context: tagged,
    source: DOC.globalKeys,
  },
  {
    name: 'a session tag that is not passed',
    statements: admit(
      { AWS: CALLER },
      { Condition: { StringEquals: { 'aws:RequestTag/team': 'web' } } },
    ),
    answer: 'refuses',
    source: DOC.globalKeys,
  },
  {
    name: 'a session tag that may be inherited',
    statements: admit(
      { AWS: CALLER },
      { Condition: { StringEquals: { 'aws:RequestTag/team': 'web' } } },
    ),
    answer: 'cannot-tell',
    context: inheriting,
    source: DOC.globalKeys,
  },
];

describe('a chained role', () => {
  test.each(ROWS)('$answer for $name', ({ statements, answer, context = plain, source }) => {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    const evaluation = evaluate(policyOf(statements), context);
    expect(evaluation.answer).toBe(answer);
    const obstacles = chainObstacles(evaluation, context);
    if (answer === 'admits') expect(obstacles).toEqual([]);
    else expect(obstacles[0]).toMatchObject({ path: expect.stringMatching(/^\$\.Statement/) });
  });

  test('an obstacle says what is wanted and what there is', () => {
    const evaluation = evaluate(policyOf(admit({ AWS: CALLER }, id('other'))), withId);
    expect(chainObstacles(evaluation, withId)).toEqual([
      {
        statement: 'Statement',
        path: '$.Statement.Condition.StringEquals["sts:ExternalId"]',
        part: 'StringEquals "sts:ExternalId"',
        wanted: '"other"',
        has: '"secret-word"',
        change: expect.stringContaining('$.Statement.Condition'),
        certain: true,
      },
    ]);
  });
});

interface Case {
  readonly name: string;
  readonly code: ChainFindingCode;
  readonly severity: Severity;
  readonly loose: unknown;
  readonly tight: unknown;
  readonly context?: typeof plain;
  /** Where the correction is to remove the statement. */
  readonly removed?: true;
}

const byArn = { Condition: { ArnEquals: { 'aws:PrincipalArn': CALLER } } };
const byOrganization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
const CASES: readonly Case[] = [
  {
    name: 'everyone',
    code: 'TRUST_CHAIN_EVERYONE',
    severity: 'high',
    loose: admit('*'),
    tight: admit('*', byArn),
  },
  {
    name: 'everyone who fits a pattern',
    code: 'TRUST_CHAIN_EVERYONE',
    severity: 'high',
    loose: admit(
      { AWS: '*' },
      { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*' } } },
    ),
    tight: admit({ AWS: '*' }, byArn),
  },
  {
    name: 'everyone with an external ID',
    code: 'TRUST_CHAIN_EVERYONE',
    severity: 'high',
    loose: admit('*', id('secret-word')),
    tight: admit({ AWS: CALLER }, id('secret-word')),
    context: withId,
  },
  {
    name: 'everyone of an organization',
    code: 'TRUST_CHAIN_EVERYONE',
    severity: 'high',
    loose: admit('*', byOrganization),
    tight: admit({ AWS: CALLER }, byOrganization),
  },
  {
    name: 'everyone without the key',
    code: 'TRUST_CHAIN_EVERYONE',
    severity: 'high',
    loose: admit('*', { Condition: { ArnEqualsIfExists: { 'aws:PrincipalArn': CALLER } } }),
    tight: caller,
  },
  {
    name: 'the whole account',
    code: 'TRUST_CHAIN_ACCOUNT',
    severity: 'high',
    loose: admit({ AWS: 'arn:aws:iam::111111111111:root' }),
    tight: admit({ AWS: 'arn:aws:iam::111111111111:root' }, byArn),
  },
  {
    name: 'another account',
    code: 'TRUST_CHAIN_ACCOUNT',
    severity: 'high',
    loose: [caller, admit({ AWS: '222222222222' })],
    tight: [caller, admit({ AWS: SESSION })],
  },
  {
    name: 'another role',
    code: 'TRUST_CHAIN_OTHERS',
    severity: 'high',
    loose: admit({ AWS: [CALLER, 'arn:aws:iam::111111111111:role/other'] }),
    tight: caller,
  },
  {
    name: 'a service',
    code: 'TRUST_CHAIN_OTHERS',
    severity: 'high',
    loose: admit({ AWS: CALLER, Service: 'ec2.amazonaws.com' }),
    tight: [caller, { ...admit({ Federated: 'x' }), Action: 'sts:TagSession' }],
  },
  {
    name: 'everyone with a token',
    code: 'TRUST_CHAIN_EVERYONE',
    severity: 'high',
    loose: [caller, { ...admit('*'), Action: 'sts:AssumeRoleWithWebIdentity' }],
    tight: [caller, { ...admit('*'), Effect: 'Deny', Action: 'sts:AssumeRoleWithWebIdentity' }],
    removed: true,
  },
  {
    name: 'an identity provider',
    code: 'TRUST_CHAIN_OTHERS',
    severity: 'high',
    loose: [caller, { ...admit({ Federated: 'x' }), Action: 'sts:AssumeRoleWith*' }],
    tight: caller,
    removed: true,
  },
  {
    name: 'another role by its ARN as a condition',
    code: 'TRUST_CHAIN_OTHERS',
    severity: 'high',
    loose: admit('*', {
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [CALLER, 'arn:aws:iam::222222222222:role/other'] },
      },
    }),
    tight: admit('*', byArn),
  },
  {
    name: 'a whole account as a condition besides',
    code: 'TRUST_CHAIN_OTHERS',
    severity: 'high',
    loose: [
      caller,
      admit(
        { AWS: 'arn:aws:iam::222222222222:root' },
        { Condition: { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/x' } } },
      ),
    ],
    tight: [caller, admit({ AWS: '111111111111' }, byArn)],
  },
  {
    name: 'all but one',
    code: 'TRUST_CHAIN_NOT_PRINCIPAL',
    severity: 'high',
    loose: { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::1:role/x' }, Action: '*' },
    tight: [caller, { Effect: 'Deny', NotPrincipal: { AWS: CALLER }, Action: '*' }],
  },
  {
    name: 'an external ID that nobody wants',
    code: 'TRUST_CHAIN_NO_EXTERNAL_ID',
    severity: 'medium',
    loose: caller,
    tight: admit({ AWS: CALLER }, id('secret-word')),
    context: withId,
  },
  {
    name: 'an external ID that fits a pattern',
    code: 'TRUST_CHAIN_NO_EXTERNAL_ID',
    severity: 'medium',
    loose: admit({ AWS: CALLER }, { Condition: { StringLike: { 'sts:ExternalId': 'secret-*' } } }),
    tight: admit({ AWS: CALLER }, id(['secret-word', 'old-word'])),
    context: withId,
  },
];

describe('weaknesses of a chained role', () => {
  test.each(CASES)(
    '$code for $name',
    ({ code, severity, loose, tight, context = plain, removed }) => {
      const found = findChainWeaknesses(policyOf(loose), context);
      expect(found.map((one) => [one.code, one.severity])).toContainEqual([code, severity]);
      const left = findChainWeaknesses(policyOf(tight), context);
      expect(left.map((one) => one.code)).not.toContain(code);
      const correction = found.find((one) => one.code === code)?.corrected;
      expect(correction === null).toBe(removed === true);
      if (correction === null) return;
      const corrected = policyOf(correction);
      expect(findChainWeaknesses(corrected, context)).toEqual([]);
      expect(evaluate(corrected, context).answer).not.toBe('refuses');
    },
  );

  test('every code has a case', () => {
    expect(new Set(CASES.map(({ code }) => code))).toEqual(new Set(CHAIN_FINDING_CODES));
  });

  test('principals that are expected are let pass, everyone never is', () => {
    const isExpected = () => true;
    const others = ['arn:aws:iam::222222222222:root', 'arn:aws:iam::111111111111:user/x'];
    const fine = [
      caller,
      admit({ AWS: others, Service: 'ec2.amazonaws.com' }),
      admit('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': others } } }),
    ];
    expect(findChainWeaknesses(policyOf(fine), plain, isExpected)).toEqual([]);
    for (const wide of [admit('*'), admit({ AWS: '*' }), admit({ Federated: '*' })]) {
      expect(findChainWeaknesses(policyOf([caller, wide]), plain, isExpected)).toEqual([
        expect.objectContaining({ code: 'TRUST_CHAIN_EVERYONE', severity: 'high' }),
      ]);
    }
  });

  test('a role that is named alone is tight', () => {
    expect(findChainWeaknesses(policyOf(caller), plain)).toEqual([]);
  });
});
