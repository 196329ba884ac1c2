import { describe, expect, test } from '@jest/globals';
import type { MeantPrincipal } from '../../packages/audit/src/index.ts';
import {
  ACCOUNT,
  allow,
  CLIENT,
  inShort,
  judged,
  OTHER_TENANT,
  providerArn,
  RESOURCE,
  SUBJECT,
  TENANT,
  V1,
  V2,
} from './roles.ts';

const tight = allow(V1, { aud: 'api://aws', sub: SUBJECT });
const tightV2 = allow(V2, { aud: CLIENT, oaud: RESOURCE, sub: SUBJECT });
const GITHUB = 'token.actions.githubusercontent.com';
const byRolesClaim = {
  Condition: {
    StringEquals: { [`${V2}:aud`]: CLIENT },
    Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
  },
};
const service = {
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

type Row = readonly [name: string, statements: unknown, findings: readonly string[]];

const NOBODY_NAMED: readonly Row[] = [
  ['a tight role', tight, []],
  ['a tight role for v2.0 tokens', tightV2, []],
  ['tight for both token versions', [tight, tightV2], []],
  ['any service principal', allow(V1, { aud: 'api://aws' }), ['high TRUST_NO_SUB']],
  ['anything', allow(V1, {}), ['high TRUST_NO_AUD', 'high TRUST_NO_SUB']],
  ['people', allow(V2, { aud: CLIENT, oaud: RESOURCE }), ['low TRUST_NO_SUB']],
  ['people whom Entra names', allow(V2, {}, byRolesClaim), []],
  [
    'two subjects, each of them meant',
    allow(V1, { aud: 'api://aws', sub: [SUBJECT, 'another'] }),
    ['low TRUST_SUB_SEVERAL'],
  ],
  [
    'a second pipeline in a statement of its own',
    [tight, allow(V1, { aud: 'api://aws', sub: 'another' })],
    ['low TRUST_SUB_SEVERAL'],
  ],
  [
    'a wide statement beside the tight one',
    [tight, allow(V1, { aud: 'api://aws' })],
    ['high TRUST_NO_SUB', 'high TRUST_WIDER_STATEMENT'],
  ],
  ['a service besides', [tight, service], ['low TRUST_PRINCIPAL_BEYOND']],
  [
    'the tenant of somebody else, tight',
    allow(`sts.windows.net/${OTHER_TENANT}/`, { aud: 'api://aws', sub: SUBJECT }),
    [],
  ],
  ['a provider without its slash', allow(V1.slice(0, -1), {}), ['medium TRUST_PROVIDER_MISTAKEN']],
  [
    'the provider of another account',
    { ...tight, Principal: { Federated: providerArn(V1, '999999999999') } },
    ['medium TRUST_PROVIDER_MISTAKEN'],
  ],
];

describe('without a word on who is meant', () => {
  test.each(NOBODY_NAMED)('%s', (_, statements, findings) => {
    expect(inShort(judged(statements)?.findings)).toEqual(findings);
  });

  test('everyone is found, whatever they come with', () => {
    const everyone = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' };
    expect(inShort(judged(everyone)?.findings)).toContain('high TRUST_PRINCIPAL_EVERYONE');
  });

  test.each([
    ['a service', service],
    ['an account', { ...service, Principal: { AWS: ACCOUNT } }],
    ['GitHub', allow(GITHUB, { aud: 'sts.amazonaws.com' })],
    ['a Deny alone', { ...tight, Effect: 'Deny' }],
    ['what only adds to a session', { ...tight, Action: 'sts:TagSession' }],
  ])('a role for %s is none of its business', (_, statement) => {
    expect(judged(statement)).toBeUndefined();
  });
});

const MEANT: readonly (readonly [...Row, MeantPrincipal])[] = [
  ['its own subject', tight, [], { subject: SUBJECT }],
  ['its own client', tightV2, [], { clientId: CLIENT, audience: RESOURCE }],
  ['a service besides', [tight, service], ['high TRUST_PRINCIPAL_BEYOND'], { subject: SUBJECT }],
  [
    'two subjects',
    allow(V1, { aud: 'api://aws', sub: [SUBJECT, 'another'] }),
    ['high TRUST_SUB_SEVERAL'],
    { subject: SUBJECT },
  ],
  [
    'another subject',
    tight,
    ['medium AUDIT_NOT_ADMITTED', 'high TRUST_SUB_SEVERAL'],
    { subject: 'another' },
  ],
  ['its own tenant, in capitals', tight, [], { tenantId: TENANT.toUpperCase() }],
  ['another tenant', tight, ['high TRUST_PRINCIPAL_BEYOND'], { tenantId: OTHER_TENANT }],
  [
    'another tenant beside its own',
    [tight, allow(`sts.windows.net/${OTHER_TENANT}/`, { aud: 'a', sub: 'b' })],
    ['high TRUST_PRINCIPAL_BEYOND'],
    { tenantId: TENANT },
  ],
];

test.each(MEANT)('who is meant is %s', (_, statements, findings, meant) => {
  expect(inShort(judged(statements, meant)?.findings)).toEqual(findings);
});

test.each([
  [allow(GITHUB, { aud: 'sts.amazonaws.com', sub: 'repo:o/r:ref:refs/heads/main' }), []],
  [
    allow(GITHUB, { aud: 'sts.amazonaws.com', repository_id: '42' }),
    ['high TRUST_NO_SUB', 'low TRUST_NOT_STORABLE'],
  ],
  [
    { ...allow(GITHUB, {}), Principal: { Federated: 'accounts.google.com' } },
    ['high TRUST_NO_AUD', 'high TRUST_NO_SUB', 'low TRUST_NOT_STORABLE'],
  ],
])('all providers: %j', (statement, findings) => {
  expect(inShort(judged(statement, {}, true)?.findings)).toEqual(findings);
});

test.each([
  [tight, `Service principal ${SUBJECT} of tenant ${TENANT}, with a v1.0 token for api://aws.`],
  [
    allow(V1, {}),
    `Any service principal of tenant ${TENANT}, with a v1.0 token for any audience that the provider lists.`,
  ],
  [
    tightV2,
    `Application ${CLIENT} of tenant ${TENANT} as ${SUBJECT}, with a v2.0 token for ${RESOURCE}.`,
  ],
  [
    allow(V2, {}, byRolesClaim),
    `Application ${CLIENT} of tenant ${TENANT}, or whoever signs in to it, with a v2.0 token for any application, if the roles claim of the token names this role.`,
  ],
  [
    { ...tight, Principal: { Federated: providerArn(V1), AWS: ACCOUNT } },
    `Service principal ${SUBJECT} of tenant ${TENANT}, with a v1.0 token for api://aws.`,
    `${ACCOUNT}.`,
  ],
  [
    allow(V1, { aud: 'a', sub: ['b', 'c', 'd', 'e'] }, {}),
    `Service principal b, c, d and 1 more of tenant ${TENANT}, with a v1.0 token for a.`,
  ],
  [[tight, { ...tight, Effect: 'Deny' }], 'Nobody, as the policy stands.'],
] as const)('says who gets in by %j', (statements, ...sentences) => {
  expect(judged(statements)?.whoGetsIn).toEqual(sentences);
});
