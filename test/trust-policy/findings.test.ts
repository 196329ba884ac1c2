import { describe, expect, test } from '@jest/globals';
import {
  evaluate,
  FINDING_CODES,
  type Finding,
  type FindingCode,
  findWeaknesses,
  parsePolicy,
  requiredTrust,
  type Severity,
  type WebIdentityContext,
  webIdentityContext,
} from '../../packages/trust-policy/src/index.ts';
import {
  ACCOUNT,
  allow,
  allowV2,
  CLIENT,
  OTHER_TENANT,
  personContext,
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

interface Case {
  readonly name: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: string;
  /** Triggers it. */
  readonly loose: unknown;
  /** Does not. */
  readonly tight: unknown;
  readonly context?: WebIdentityContext;
  /** False where the loose policy is left so by its correction, which is to remove it. */
  readonly removed?: true;
}

const AUD = `${V1}:aud`;
const SUB = `${V1}:sub`;
const aud = { [AUD]: 'api://aws' };
const sub = { [SUB]: SUBJECT };
const tight = allow({ Condition: { StringEquals: { ...aud, ...sub } } });
const claims = (Condition: unknown) => allow({ Condition });
const claimsV2 = (Condition: unknown) => allowV2({ Condition });
const at = (operator: string, key: string) => `$.Statement.Condition.${operator}["${key}"]`;
const set = (operator: string, key: string) => `$.Statement.Condition["${operator}"]["${key}"]`;
const tightV2 = claimsV2({
  StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: RESOURCE, [`${V2}:sub`]: SUBJECT },
});
const tightPerson = claimsV2({
  StringEquals: { [`${V2}:aud`]: CLIENT },
  Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
});
const never = (name: string, key: string): Case => ({
  name,
  code: 'TRUST_KEY_NEVER_MATCHES',
  severity: 'medium',
  path: at('StringEquals', key),
  loose: claims({ StringEquals: { ...aud, ...sub, [key]: 'x' } }),
  tight,
});

/** Others, each by a statement of their own that a condition guards. */
const STRANGERS = [
  [
    "GitHub's provider",
    { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
    'sts:AssumeRoleWithWebIdentity',
    'Federated',
  ],
  ['a provider of AWS itself', { Federated: 'accounts.google.com' }, 'sts:*', 'Federated'],
  [
    'a SAML provider',
    { Federated: [`arn:aws:iam::${ACCOUNT}:saml-provider/adfs`] },
    'sts:AssumeRoleWithSAML',
    'Federated[0]',
  ],
  ['a foreign root', { AWS: 'arn:aws:iam::999999999999:root' }, 'sts:AssumeRole', 'AWS'],
  ['a role', { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, 'sts:AssumeRole', 'AWS'],
  ['a user', { AWS: `arn:aws:iam::${ACCOUNT}:user/admin` }, ['sts:AssumeRole'], 'AWS'],
  ['somebody who was deleted', { AWS: 'AROAEXAMPLEEXAMPLE123' }, 'sts:AssumeRole', 'AWS'],
  ['a service', { Service: ['ec2.amazonaws.com'] }, 'sts:AssumeRole', 'Service[0]'],
  ['a canonical user', { CanonicalUser: '79a59df900b949e5' }, 'sts:AssumeRole', 'CanonicalUser'],
] as const;

const CASES: readonly Case[] = [
  {
    name: 'no condition at all',
    code: 'TRUST_NO_AUD',
    severity: 'high',
    path: '$.Statement',
    loose: allow(),
    tight,
  },
  {
    name: 'only the subject',
    code: 'TRUST_NO_AUD',
    severity: 'high',
    path: '$.Statement',
    loose: claims({ StringEquals: sub }),
    tight,
  },
  {
    name: 'an audience that must only exist',
    code: 'TRUST_NO_AUD',
    severity: 'high',
    path: at('Null', AUD),
    loose: claims({ Null: { [AUD]: 'false' }, StringEquals: sub }),
    tight,
  },
  {
    name: 'an audience that a Deny pins',
    code: 'TRUST_NO_AUD',
    severity: 'high',
    path: '$.Statement[0]',
    loose: [
      claims({ StringEquals: sub }),
      {
        ...claims({ StringNotEquals: aud, Bool: { 'aws:SecureTransport': 'false' } }),
        Effect: 'Deny',
      },
    ],
    tight: [claims({ StringEquals: sub }), { ...claims({ StringNotEquals: aud }), Effect: 'Deny' }],
  },
  {
    name: 'v2 without conditions',
    code: 'TRUST_NO_AUD',
    severity: 'high',
    path: '$.Statement',
    loose: allowV2(),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'two audiences',
    code: 'TRUST_AUD_SEVERAL',
    severity: 'high',
    path: at('StringEquals', AUD),
    loose: claims({ StringEquals: { [AUD]: ['api://aws', 'api://b'], ...sub } }),
    tight: claims({ StringEquals: { [AUD]: ['api://aws', 'api://aws'], ...sub } }),
  },
  {
    name: 'another audience in a statement of its own',
    code: 'TRUST_AUD_SEVERAL',
    severity: 'high',
    path: `$.Statement[1].Condition.StringEquals["${AUD}"]`,
    loose: [tight, claims({ StringEquals: { [AUD]: 'api://b', ...sub } })],
    tight: [tight, claims({ StringLike: { ...aud, ...sub } })],
  },
  {
    name: 'v2: two clients',
    code: 'TRUST_AUD_SEVERAL',
    severity: 'high',
    path: at('StringEquals', `${V2}:aud`),
    loose: claimsV2({ StringEquals: { [`${V2}:aud`]: [CLIENT, 'x'], [`${V2}:oaud`]: RESOURCE } }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'three subjects',
    code: 'TRUST_SUB_SEVERAL',
    severity: 'high',
    path: at('StringEquals', SUB),
    loose: claims({ StringEquals: { ...aud, [SUB]: ['another', SUBJECT, 'a third'] } }),
    tight: claims({ StringEqualsIgnoreCase: { ...aud, [SUB]: [SUBJECT, SUBJECT.toUpperCase()] } }),
  },
  {
    name: 'subjects as patterns without wildcards',
    code: 'TRUST_SUB_SEVERAL',
    severity: 'high',
    path: set('ForAnyValue:StringLike', SUB),
    loose: claims({
      StringEquals: aud,
      'ForAnyValue:StringLike': { [SUB]: [SUBJECT, 'another'] },
    }),
    tight: claims({
      StringEquals: { ...aud, [SUB]: [SUBJECT, 'another'] },
      StringLike: { [SUB]: '0b1e*' },
    }),
  },
  {
    name: 'subjects that only a Deny lists',
    code: 'TRUST_SUB_SEVERAL',
    severity: 'high',
    path: '$.Statement[0]',
    loose: [
      claims({ StringEquals: aud }),
      { ...claims({ StringNotEquals: { [SUB]: [SUBJECT, 'another'] } }), Effect: 'Deny' },
    ],
    tight: [
      claims({ StringEquals: { ...aud, [SUB]: [SUBJECT, 'another'] } }),
      { ...claims({ StringNotEquals: sub }), Effect: 'Deny' },
    ],
  },
  {
    name: 'somebody else by a statement of their own',
    code: 'TRUST_SUB_SEVERAL',
    severity: 'high',
    path: `$.Statement[1].Condition.StringEquals["${SUB}"]`,
    loose: [tight, claims({ StringEquals: { ...aud, [SUB]: 'another' } })],
    tight: [tight, tight],
  },
  {
    name: 'v2: two applications',
    code: 'TRUST_OAUD_SEVERAL',
    severity: 'medium',
    path: at('StringEquals', `${V2}:oaud`),
    loose: claimsV2({ StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: [RESOURCE, 'x'] } }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'v1 with aud only',
    code: 'TRUST_NO_SUB',
    severity: 'high',
    path: '$.Statement',
    loose: claims({ StringEquals: aud }),
    tight,
  },
  {
    name: 'v2 with its client only, which people may sign in to',
    code: 'TRUST_NO_SUB',
    severity: 'low',
    path: '$.Statement',
    loose: claimsV2({ StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: RESOURCE } }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'v2 without the resource',
    code: 'TRUST_NO_OAUD',
    severity: 'medium',
    path: '$.Statement',
    loose: claimsV2({ StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:sub`]: SUBJECT } }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'a person’s role without a condition on the roles claim',
    code: 'TRUST_ROLES_CLAIM_OPTIONAL',
    severity: 'medium',
    path: '$.Statement',
    loose: claimsV2({ StringEquals: { [`${V2}:aud`]: CLIENT } }),
    tight: tightPerson,
    context: personContext(),
  },
  {
    name: 'a person’s role with a condition that a token without the claim passes',
    code: 'TRUST_ROLES_CLAIM_OPTIONAL',
    severity: 'medium',
    path: at('Bool', 'sts:RoleAuthorizedByIdp'),
    loose: claimsV2({
      StringEquals: { [`${V2}:aud`]: CLIENT },
      Bool: { 'sts:RoleAuthorizedByIdp': ['true', 'false'] },
    }),
    tight: [
      claimsV2({ StringEquals: { [`${V2}:aud`]: CLIENT } }),
      { ...claimsV2({ Bool: { 'sts:RoleAuthorizedByIdp': 'false' } }), Effect: 'Deny' },
    ],
    context: personContext(),
  },
  {
    name: 'people of two applications',
    code: 'TRUST_AUD_SEVERAL',
    severity: 'high',
    path: at('StringEquals', `${V2}:aud`),
    loose: claimsV2({
      StringEquals: { [`${V2}:aud`]: [CLIENT, 'x'] },
      Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
    }),
    tight: tightPerson,
    context: personContext(),
  },
  {
    name: 'people of any application',
    code: 'TRUST_NO_AUD',
    severity: 'high',
    path: '$.Statement',
    loose: claimsV2({ Bool: { 'sts:RoleAuthorizedByIdp': 'true' } }),
    tight: tightPerson,
    context: personContext(),
  },
  {
    name: 'any audience',
    code: 'TRUST_WILDCARD',
    severity: 'high',
    path: at('StringLike', AUD),
    loose: claims({ StringLike: { [AUD]: '*', ...sub } }),
    tight: claims({ StringLike: { ...aud, ...sub } }),
  },
  {
    name: 'any subject',
    code: 'TRUST_WILDCARD',
    severity: 'high',
    path: at('StringLike', SUB),
    loose: claims({ StringEquals: aud, StringLike: { [SUB]: '0b1e*' } }),
    tight: claims({ StringEquals: { ...aud, ...sub }, StringLike: { [SUB]: '0b1e*' } }),
  },
  {
    name: 'the audience itself as a variable',
    code: 'TRUST_WILDCARD',
    severity: 'high',
    path: at('StringEquals', AUD),
    loose: claims({ StringEquals: { [AUD]: `\${${AUD}}`, ...sub } }),
    tight: claims({
      StringLike: { [AUD]: 'api://aws', ...sub },
      StringEquals: { 'sts:RoleSessionName': `\${${SUB}}` },
    }),
  },
  {
    name: 'a question mark that is one',
    code: 'TRUST_WILDCARD',
    severity: 'high',
    path: at('StringLike', AUD),
    loose: claims({ StringLike: { [AUD]: 'api://?', ...sub } }),
    tight: claims({ StringLike: { [AUD]: 'api://${?}', ...sub } }),
    context: webIdentityContext({ ...V1_TOKEN, audience: 'api://?' }, ROLE),
  },
  {
    name: 'v2: any subject',
    code: 'TRUST_WILDCARD',
    severity: 'low',
    path: at('StringLike', `${V2}:sub`),
    loose: claimsV2({
      StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: RESOURCE },
      StringLike: { [`${V2}:sub`]: '*' },
    }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'a wildcard in the session name is fine',
    code: 'TRUST_WILDCARD',
    severity: 'high',
    path: at('StringLike', AUD),
    loose: claims({ StringLike: { [AUD]: 'api://*', ...sub } }),
    tight: claims({
      StringEquals: { ...aud, ...sub },
      StringLike: { 'sts:RoleSessionName': 'GitHub*' },
    }),
  },
  {
    name: 'v2: a subject that may be missing',
    code: 'TRUST_MISSING_KEY',
    severity: 'low',
    path: at('StringEqualsIfExists', `${V2}:sub`),
    loose: claimsV2({
      StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: RESOURCE },
      StringEqualsIfExists: { [`${V2}:sub`]: SUBJECT },
    }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'IfExists',
    code: 'TRUST_MISSING_KEY',
    severity: 'high',
    path: at('StringEqualsIfExists', AUD),
    loose: claims({ StringEqualsIfExists: aud, StringEquals: sub }),
    tight: claims({ StringEqualsIfExists: aud, Null: { [AUD]: 'false' }, StringEquals: sub }),
  },
  {
    name: 'ForAllValues',
    code: 'TRUST_MISSING_KEY',
    severity: 'high',
    path: set('ForAllValues:StringEquals', SUB),
    loose: claims({ StringEquals: aud, 'ForAllValues:StringEquals': sub }),
    tight: claims({ StringEquals: aud, 'ForAnyValue:StringEquals': sub }),
  },
  {
    name: 'a negated form',
    code: 'TRUST_MISSING_KEY',
    severity: 'high',
    path: at('StringNotEquals', SUB),
    loose: claims({ StringEquals: aud, StringNotEquals: { [SUB]: 'x' } }),
    tight: claims({ StringEquals: { ...aud, ...sub }, StringNotEquals: { [SUB]: 'x' } }),
  },
  {
    name: 'Null true',
    code: 'TRUST_MISSING_KEY',
    severity: 'high',
    path: at('Null', SUB),
    loose: claims({ StringEquals: aud, Null: { [SUB]: 'true' } }),
    tight: claims({ StringEquals: { ...aud, ...sub }, Null: { [SUB]: 'false' } }),
  },
  {
    name: 'IfExists on a key that is none',
    code: 'TRUST_MISSING_KEY',
    severity: 'medium',
    path: at('StringEqualsIfExists', `${V1}:roles`),
    loose: claims({
      StringEquals: { ...aud, ...sub },
      StringEqualsIfExists: { [`${V1}:roles`]: 'x' },
    }),
    tight: claims({
      StringEquals: { ...aud, ...sub },
      StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
    }),
  },
  never('no slash at the end', `${V1.slice(0, -1)}:aud`),
  never('the issuer of v2', `${V2}:aud`),
  never('another tenant', `sts.windows.net/${OTHER_TENANT}/:aud`),
  never('the scheme', `https://${V1}:aud`),
  never('roles', `${V1}:roles`),
  never('appid', `${V1}:appid`),
  never('amr', `${V1}:amr`),
  never('another cloud', `sts.chinacloudapi.cn/${V1.split('/')[1]}/:sub`),
  never('GitHub', 'token.actions.githubusercontent.com:sub'),
  {
    name: 'a Deny that never denies',
    code: 'TRUST_KEY_NEVER_MATCHES',
    severity: 'medium',
    path: `$.Statement[1].Condition.StringEquals["${V1}:oid"]`,
    loose: [tight, { ...claims({ StringEquals: { [`${V1}:oid`]: 'x' } }), Effect: 'Deny' }],
    tight: [tight, { ...claims({ StringEquals: { [SUB]: 'x' } }), Effect: 'Deny' }],
  },
  {
    name: 'v2: a slash too many',
    code: 'TRUST_KEY_NEVER_MATCHES',
    severity: 'medium',
    path: at('StringEquals', `${V2}/:aud`),
    loose: claimsV2({ StringEquals: { [`${V2}/:aud`]: CLIENT } }),
    tight: tightV2,
    context: v2Context(),
  },
  {
    name: 'a second statement',
    code: 'TRUST_WIDER_STATEMENT',
    severity: 'high',
    path: '$.Statement[1]',
    loose: [tight, claims({ StringEquals: aud })],
    tight: [tight, tight],
  },
  {
    name: 'a first statement',
    code: 'TRUST_WIDER_STATEMENT',
    severity: 'medium',
    path: '$.Statement[0]',
    loose: [{ ...tight, Action: 'sts:*' }, tight],
    tight: [tight, { ...tight, Action: 'sts:TagSession' }],
  },
  {
    name: 'everyone',
    code: 'TRUST_PRINCIPAL_EVERYONE',
    severity: 'high',
    path: '$.Statement.Principal',
    loose: { ...tight, Principal: '*' },
    tight,
  },
  {
    name: 'every AWS principal',
    code: 'TRUST_PRINCIPAL_EVERYONE',
    severity: 'high',
    path: '$.Statement.Principal.AWS',
    loose: { ...tight, Principal: { Federated: V1_PROVIDER, AWS: '*' } },
    tight,
  },
  {
    name: 'every AWS principal, by a call that only tokens make',
    code: 'TRUST_PRINCIPAL_EVERYONE',
    severity: 'high',
    path: '$.Statement[1].Principal.AWS',
    loose: [tight, { ...tight, Principal: { AWS: '*' } }],
    tight: [tight, { ...tight, Principal: { AWS: '*' }, Action: 'sts:TagSession' }],
    removed: true,
  },
  {
    name: 'everyone may be denied',
    code: 'TRUST_PRINCIPAL_EVERYONE',
    severity: 'high',
    path: '$.Statement[0].Principal',
    loose: [{ ...tight, Principal: '*' }],
    tight: [tight, { ...claims({ StringNotEquals: aud }), Effect: 'Deny', Principal: '*' }],
  },
  {
    name: 'an account besides',
    code: 'TRUST_PRINCIPAL_BEYOND',
    severity: 'high',
    path: '$.Statement.Principal.AWS',
    loose: { ...tight, Principal: { Federated: V1_PROVIDER, AWS: ACCOUNT } },
    tight,
  },
  {
    name: 'another tenant',
    code: 'TRUST_PRINCIPAL_BEYOND',
    severity: 'high',
    path: '$.Statement.Principal.Federated[1]',
    loose: {
      ...tight,
      Principal: {
        Federated: [V1_PROVIDER, V1_PROVIDER.replace(V1, `sts.windows.net/${OTHER_TENANT}/`)],
      },
    },
    tight,
  },
  {
    name: 'the provider of the other token version',
    code: 'TRUST_PRINCIPAL_BEYOND',
    severity: 'high',
    path: '$.Statement[1].Principal.Federated',
    loose: [tight, allow({ Principal: { Federated: V2_PROVIDER } })],
    tight,
  },
  ...STRANGERS.map(
    ([name, Principal, Action, path]): Case => ({
      name,
      code: 'TRUST_PRINCIPAL_BEYOND',
      severity: 'high',
      path: `$.Statement[1].Principal.${path}`,
      loose: [
        tight,
        {
          Effect: 'Allow',
          Principal,
          Action,
          Condition: { Bool: { 'aws:SecureTransport': 'true' } },
        },
      ],
      // What only adds to a session hands out none.
      tight: [
        tight,
        { Effect: 'Allow', Principal, Action: ['sts:TagSession', 'sts:SetSourceIdentity'] },
      ],
      removed: true,
    }),
  ),
  {
    name: 'an account by itself',
    code: 'TRUST_PRINCIPAL_BEYOND',
    severity: 'high',
    path: '$.Statement[1].Principal.AWS',
    loose: [tight, { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
    tight: [tight],
    removed: true,
  },
  {
    name: 'the provider without slash',
    code: 'TRUST_PROVIDER_MISTAKEN',
    severity: 'medium',
    path: '$.Statement.Principal.Federated',
    loose: { ...tight, Principal: { Federated: V1_PROVIDER.slice(0, -1) } },
    tight,
  },
  {
    name: 'the provider of another account',
    code: 'TRUST_PROVIDER_MISTAKEN',
    severity: 'medium',
    path: '$.Statement.Principal.Federated',
    loose: { ...tight, Principal: { Federated: V1_PROVIDER.replace(ACCOUNT, '999999999999') } },
    tight,
  },
  {
    name: 'NotPrincipal',
    code: 'TRUST_NOT_PRINCIPAL',
    severity: 'high',
    path: '$.Statement.NotPrincipal',
    loose: { ...tight, Principal: undefined, NotPrincipal: { AWS: ACCOUNT } },
    tight,
  },
  {
    name: 'sts:*',
    code: 'TRUST_ACTION_WIDE',
    severity: 'medium',
    path: '$.Statement.Action',
    loose: { ...tight, Action: 'sts:*' },
    tight: { ...tight, Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] },
  },
  {
    name: '*',
    code: 'TRUST_ACTION_WIDE',
    severity: 'medium',
    path: '$.Statement.Action[1]',
    loose: { ...tight, Action: ['sts:TagSession', '*'] },
    tight,
  },
  {
    name: 'NotAction',
    code: 'TRUST_NOT_ACTION',
    severity: 'medium',
    path: '$.Statement.NotAction',
    loose: { ...tight, Action: undefined, NotAction: 'sts:TagSession' },
    tight,
  },
  {
    name: 'an action in another case',
    code: 'TRUST_NOT_STORABLE',
    severity: 'low',
    path: '$.Statement.Action',
    loose: { ...tight, Action: 'STS:assumerolewithwebidentity' },
    tight,
  },
];

const judge = (statements: unknown, context: WebIdentityContext): Finding[] =>
  findWeaknesses(policyOf(JSON.parse(JSON.stringify(statements))), context);

describe('weaknesses', () => {
  test.each(CASES.map((one) => [`${one.code}: ${one.name}`, one] as const))('%s', (_name, one) => {
    const context = one.context ?? v1Context();
    const found = judge(one.loose, context);
    const { code, severity, path } = one;
    expect(found).toContainEqual(expect.objectContaining({ code, severity, path }));
    expect(judge(one.tight, context)).toEqual([]);
    for (const { why, corrected, statement } of found) {
      expect(why).toMatch(/\.$/);
      expect(statement).toMatch(/^Statement/);
      expect(corrected === null).toBe(one.removed === true);
    }
  });

  test('every code has a policy that triggers it and one that does not', () => {
    expect(new Set(CASES.map(({ code }) => code))).toEqual(new Set(FINDING_CODES));
  });

  test('a statement corrected for its width has no weakness and admits the token', () => {
    for (const { loose, context = v1Context(), code } of CASES) {
      for (const { corrected, code: found } of judge(loose, context)) {
        if (corrected === null || found === 'TRUST_KEY_NEVER_MATCHES') continue;
        expect([code, judge(corrected, context)]).toEqual([code, []]);
        expect(evaluate(policyOf(corrected), context).answer).toBe('admits');
      }
    }
  });

  test('a corrected statement keeps its Sid and its conditions on keys of AWS', () => {
    const loose = allow({
      Sid: 'ci',
      Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } },
    });
    expect(judge(loose, v1Context())[0]).toMatchObject({
      statement: 'ci',
      corrected: {
        ...tight,
        Sid: 'ci',
        Condition: {
          StringEquals: { ...aud, ...sub },
          IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
        },
      },
    });
  });

  test('a key with a slip of the pen is corrected in place', () => {
    const loose = claims({
      StringEquals: { [`${V1.slice(0, -1)}:aud`]: 'x', [`https://${V1}:sub`]: 'y' },
    });
    const found = judge(loose, v1Context()).filter(
      ({ code }) => code === 'TRUST_KEY_NEVER_MATCHES',
    );
    expect(found).toHaveLength(2);
    expect(found[0]?.corrected).toEqual(claims({ StringEquals: { [AUD]: 'x', [SUB]: 'y' } }));
  });
});

describe('of a person', () => {
  test('without a roles claim, the application alone is what a role must pin', () => {
    const context = personContext({ namesRole: undefined });
    const statement = claimsV2({ StringEquals: { [`${V2}:aud`]: CLIENT } });
    expect(requiredTrust(context).policy.Statement).toEqual([statement]);
    expect(judge(statement, context)).toEqual([]);
  });

  test('with one, the required trust demands it, and refuses a token without it', () => {
    const { policy } = requiredTrust(personContext());
    expect(policy.Statement).toEqual([tightPerson]);
    expect(judge(policy.Statement, personContext())).toEqual([]);
    const without = personContext({ namesRole: undefined });
    expect(evaluate(policyOf(policy.Statement), without).answer).toBe('refuses');
  });

  test('a subject that is pinned is nothing wide', () => {
    const pinned = { [`${V2}:aud`]: CLIENT, [`${V2}:sub`]: 'pairwise-to-this-client' };
    const Condition = { StringEquals: pinned, Bool: { 'sts:RoleAuthorizedByIdp': 'true' } };
    expect(judge(claimsV2(Condition), personContext())).toEqual([]);
  });
});

test('principals that are expected are let pass, everyone never is', () => {
  const isExpected = () => true;
  const others = STRANGERS.map(([, Principal, Action]) => ({ Effect: 'Allow', Principal, Action }));
  const found = findWeaknesses(policyOf([tight, ...others]), v1Context(), isExpected);
  // Whether IAM would store a statement is another question than whom it admits.
  expect(found.filter(({ code }) => code !== 'TRUST_NOT_STORABLE')).toEqual([]);
  const everyone = [
    { ...tight, Principal: '*' },
    { ...tight, Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
    { ...tight, Principal: { Federated: '*' } },
    { ...tight, Principal: undefined, NotPrincipal: { AWS: ACCOUNT } },
  ];
  for (const one of everyone) {
    const statements = JSON.parse(JSON.stringify([tight, one]));
    const found = findWeaknesses(policyOf(statements), v1Context(), isExpected);
    expect(found).toContainEqual(
      expect.objectContaining({
        severity: 'high',
        code: expect.stringMatching(/EVERYONE|NOT_PRIN/),
      }),
    );
  }
});

test('others are named whole, so that they can be allowed', () => {
  const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/login.microsoftonline.com/${OTHER_TENANT}/v2.0`;
  const [found] = judge([tight, allow({ Principal: { Federated: arn } })], v1Context());
  expect(found?.why).toBe(`"${arn}" can assume the role too, without a token of this provider.`);
  const three = claims({ StringEquals: { ...aud, [SUB]: ['a', 'b', SUBJECT, 'c', 'd'] } });
  expect(judge(three, v1Context())[0]?.why).toBe(
    `${SUB} may be "a", "b", "c" and 1 more: identities other than this pipeline get the role.`,
  );
});

test.each([
  [`${V1.slice(0, -1)}:aud`, 'lacks the slash'],
  [`${V2}:aud`, 'is of v2.0 tokens'],
  [`sts.windows.net/${OTHER_TENANT}/:aud`, `the tenant ${OTHER_TENANT}`],
  [`https://${V1}:aud`, 'without https://'],
  [`${V1}:roles`, 'not a condition key'],
  [`${V1}:email`, 'no such claim'],
  ['accounts.google.com:aud', 'another provider'],
  [`login.microsoftonline.us/${V1.split('/')[1]}/:aud`, 'not the issuer'],
])('the finding says why %s never matches', (key, reason) => {
  const found = judge(claims({ StringEquals: { ...aud, ...sub, [key]: 'x' } }), v1Context());
  expect(found.map(({ why }) => why)).toEqual([expect.stringContaining(reason)]);
});

test('the policy that is proposed admits its token, and has no weakness', () => {
  for (const context of [v1Context(), v2Context()]) {
    const { policy, problems } = parsePolicy(requiredTrust(context).policy);
    expect(problems).toEqual([]);
    if (policy === undefined) throw new Error('no policy');
    expect(evaluate(policy, context).answer).toBe('admits');
    expect(findWeaknesses(policy, context)).toEqual([]);
  }
});
