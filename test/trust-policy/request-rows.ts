import type { Answer } from '../../packages/trust-policy/src/index.ts';
import {
  ACCOUNT,
  allow,
  allowV2,
  CLIENT,
  DOC,
  OTHER_TENANT,
  RESOURCE,
  SUBJECT,
  TENANT,
  V1,
  V1_PROVIDER,
  V2,
} from './fixtures.ts';

/** Statements, the token that they are tried with, and the answer. */
interface RequestRow {
  readonly rule: string;
  readonly source: string;
  readonly statements: unknown;
  readonly answer: Answer;
  readonly token?: '2.0';
  readonly now?: string;
  readonly region?: string;
}

const deny = (parts: Record<string, unknown> = {}) => allow({ Effect: 'Deny', ...parts });
const when = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });
const whenV2 = (operator: string, key: string, value: unknown) =>
  allowV2({ Condition: { [operator]: { [key]: value } } });
const row = (rule: string, source: string, statements: unknown, answer: Answer): RequestRow => ({
  rule,
  source,
  statements,
  answer,
});
const rowV2 = (rule: string, source: string, statements: unknown, answer: Answer): RequestRow => ({
  ...row(rule, source, statements, answer),
  token: '2.0',
});
const unless = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };

export const REQUEST_ROWS: readonly RequestRow[] = [
  // Effect and the order of decisions
  row('an Allow admits', DOC.evaluation, allow(), 'admits'),
  row('a Deny alone refuses', DOC.evaluation, deny(), 'refuses'),
  row('an explicit Deny wins', DOC.evaluation, [allow(), deny()], 'refuses'),
  row('order does not matter', DOC.evaluation, [deny(), allow()], 'refuses'),
  row(
    'one Allow of several suffices',
    DOC.evaluation,
    [when('StringEquals', `${V1}:aud`, 'x'), allow()],
    'admits',
  ),
  row(
    'a Deny that does not apply',
    DOC.evaluation,
    [allow(), deny({ Action: 'sts:TagSession' })],
    'admits',
  ),
  row('a Deny that may apply', DOC.evaluation, [allow(), deny(unless)], 'cannot-tell'),
  row('an Allow that may apply', DOC.evaluation, allow(unless), 'cannot-tell'),
  row(
    'nothing to deny',
    DOC.evaluation,
    [when('StringEquals', `${V1}:aud`, 'x'), deny(unless)],
    'refuses',
  ),
  row('an Allow besides one that may apply', DOC.evaluation, [allow(unless), allow()], 'admits'),
  row('a statement need not be in a list', DOC.grammar, allow(), 'admits'),
  // Action
  row(
    'a list of actions',
    DOC.action,
    allow({ Action: ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'] }),
    'admits',
  ),
  row('another action', DOC.action, allow({ Action: 'sts:AssumeRole' }), 'refuses'),
  row(
    'actions ignore case',
    DOC.action,
    allow({ Action: 'STS:assumerolewithwebidentity' }),
    'admits',
  ),
  row('all actions of the service', DOC.action, allow({ Action: 'sts:*' }), 'admits'),
  row('all actions', DOC.action, allow({ Action: '*' }), 'admits'),
  row('a wildcard in the name', DOC.action, allow({ Action: 'sts:AssumeRole*' }), 'admits'),
  row('a wildcard elsewhere', DOC.action, allow({ Action: 'sts:*WebIdentity' }), 'admits'),
  row(
    '? is one character',
    DOC.action,
    allow({ Action: 'st?:AssumeRoleWithWebIdentity' }),
    'admits',
  ),
  row('a wildcard that does not fit', DOC.action, allow({ Action: 'sts:*SAML' }), 'refuses'),
  row('no actions, no effect', DOC.checks, allow({ Action: [] }), 'refuses'),
  row(
    'NotAction: another',
    DOC.notAction,
    allow({ Action: undefined, NotAction: 'sts:TagSession' }),
    'admits',
  ),
  row(
    'NotAction: this one',
    DOC.notAction,
    allow({ Action: undefined, NotAction: 'sts:AssumeRoleWith*' }),
    'refuses',
  ),
  row(
    'NotAction in a Deny',
    DOC.notAction,
    [allow(), deny({ Action: undefined, NotAction: 'sts:AssumeRole' })],
    'refuses',
  ),
  // Principal
  row(
    'another provider',
    DOC.principal,
    allow({ Principal: { Federated: 'accounts.google.com' } }),
    'refuses',
  ),
  row(
    'one of a list',
    DOC.principal,
    allow({ Principal: { Federated: ['accounts.google.com', V1_PROVIDER] } }),
    'admits',
  ),
  row(
    'one of several kinds',
    DOC.principal,
    allow({ Principal: { AWS: ACCOUNT, Federated: V1_PROVIDER } }),
    'admits',
  ),
  row('everyone', DOC.principal, allow({ Principal: '*' }), 'admits'),
  row(
    'every AWS principal, denied',
    DOC.principal,
    [allow(), deny({ Principal: { AWS: '*' } })],
    'cannot-tell',
  ),
  row('every provider', DOC.principal, allow({ Principal: { Federated: '*' } }), 'cannot-tell'),
  row(
    'no wildcard in part of an ARN',
    DOC.principal,
    allow({ Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/*` } }),
    'refuses',
  ),
  row(
    'an account is no federated user',
    DOC.principal,
    allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
    'refuses',
  ),
  row(
    'a service is no federated user',
    DOC.principal,
    allow({ Principal: { Service: 'ec2.amazonaws.com' } }),
    'refuses',
  ),
  row('no principals, no effect', DOC.checks, allow({ Principal: {} }), 'refuses'),
  row(
    'an empty list of principals',
    DOC.checks,
    allow({ Principal: { Federated: [] } }),
    'refuses',
  ),
  row(
    'the ARN of a v1.0 provider ends with a slash',
    DOC.provider,
    allow({ Principal: { Federated: V1_PROVIDER.slice(0, -1) } }),
    'refuses',
  ),
  row(
    'the provider of another account',
    DOC.principal,
    allow({ Principal: { Federated: V1_PROVIDER.replace(ACCOUNT, '999999999999') } }),
    'refuses',
  ),
  row(
    'NotPrincipal: another',
    DOC.notPrincipal,
    allow({ Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }),
    'admits',
  ),
  row(
    'NotPrincipal: this one',
    DOC.notPrincipal,
    allow({ Principal: undefined, NotPrincipal: { Federated: V1_PROVIDER } }),
    'refuses',
  ),
  row(
    'NotPrincipal in a Deny spares this one',
    DOC.notPrincipal,
    [allow(), deny({ Principal: undefined, NotPrincipal: { Federated: V1_PROVIDER } })],
    'admits',
  ),
  // Claims
  row(
    'v1: :aud is aud',
    DOC.webIdentityKeys,
    when('StringEquals', `${V1}:aud`, 'api://aws'),
    'admits',
  ),
  row(
    'v1: another aud',
    DOC.webIdentityKeys,
    when('StringEquals', `${V1}:aud`, 'api://other'),
    'refuses',
  ),
  row(
    'v1: without azp :oaud is aud too',
    DOC.webIdentityKeys,
    when('StringEquals', `${V1}:oaud`, 'api://aws'),
    'admits',
  ),
  row('v1: :sub', DOC.webIdentityKeys, when('StringEquals', `${V1}:sub`, SUBJECT), 'admits'),
  row(
    'v1: the slash is part of the key',
    DOC.webIdentityKeys,
    when('StringEquals', `${V1.slice(0, -1)}:aud`, 'api://aws'),
    'refuses',
  ),
  row(
    'claims ignore case in the name',
    DOC.condition,
    when('StringEquals', `${V1.toUpperCase()}:AUD`, 'api://aws'),
    'admits',
  ),
  row(
    'no amr in the token',
    DOC.webIdentityKeys,
    when('ForAnyValue:StringEquals', `${V1}:amr`, 'rsa'),
    'refuses',
  ),
  row(
    'roles is no key',
    DOC.webIdentityKeys,
    when('ForAnyValue:StringEquals', `${V1}:roles`, 'Deploy'),
    'refuses',
  ),
  row(
    'appid is no key',
    DOC.webIdentityKeys,
    when('StringEquals', `${V1}:appid`, CLIENT),
    'refuses',
  ),
  row('tid is no key', DOC.webIdentityKeys, when('StringEquals', `${V1}:tid`, TENANT), 'refuses'),
  row(
    'roles with IfExists tests nothing',
    DOC.ifExists,
    when('StringEqualsIfExists', `${V1}:roles`, 'Deploy'),
    'admits',
  ),
  row(
    'the key of another tenant',
    DOC.webIdentityKeys,
    when('StringEquals', `sts.windows.net/${OTHER_TENANT}/:aud`, 'api://aws'),
    'refuses',
  ),
  row(
    'the key of another provider',
    DOC.webIdentityKeys,
    when('StringEquals', 'token.actions.githubusercontent.com:aud', 'api://aws'),
    'refuses',
  ),
  row(
    'a v2.0 key for a v1.0 token',
    DOC.webIdentityKeys,
    when('StringEquals', `${V2}:aud`, 'api://aws'),
    'refuses',
  ),
  rowV2(
    'v2: :aud is azp',
    DOC.webIdentityKeys,
    whenV2('StringEquals', `${V2}:aud`, CLIENT),
    'admits',
  ),
  rowV2(
    'v2: :aud is not aud',
    DOC.webIdentityKeys,
    whenV2('StringEquals', `${V2}:aud`, RESOURCE),
    'refuses',
  ),
  rowV2(
    'v2: :oaud is aud',
    DOC.webIdentityKeys,
    whenV2('StringEquals', `${V2}:oaud`, RESOURCE),
    'admits',
  ),
  rowV2(
    'v2: :oaud is not azp',
    DOC.webIdentityKeys,
    whenV2('StringEquals', `${V2}:oaud`, CLIENT),
    'refuses',
  ),
  rowV2(
    'v2: azp is no key',
    DOC.webIdentityKeys,
    whenV2('StringEquals', `${V2}:azp`, CLIENT),
    'refuses',
  ),
  rowV2('v2: the v1.0 provider', DOC.principal, allow(), 'refuses'),
  rowV2(
    'v2: no slash at the end',
    DOC.webIdentityKeys,
    whenV2('StringEquals', `${V2}/:aud`, CLIENT),
    'refuses',
  ),
  // Keys of AWS STS
  row(
    'the session name',
    DOC.stsKeys,
    when('StringLike', 'sts:RoleSessionName', 'GitHubActions-*'),
    'admits',
  ),
  row(
    'another session name',
    DOC.stsKeys,
    when('StringEquals', 'sts:RoleSessionName', 'x'),
    'refuses',
  ),
  row(
    'the claim in the session name',
    DOC.variables,
    when('StringLike', 'sts:RoleSessionName', `*\${${V1}:sub}`),
    'refuses',
  ),
  row('no external ID', DOC.stsKeys, when('StringEquals', 'sts:ExternalId', 'x'), 'refuses'),
  row('no source identity', DOC.stsKeys, when('StringLike', 'sts:SourceIdentity', '*'), 'refuses'),
  row(
    'no transitive tags',
    DOC.stsKeys,
    when('ForAllValues:StringEquals', 'sts:TransitiveTagKeys', 'x'),
    'admits',
  ),
  row(
    'no duration for assuming a role',
    DOC.stsKeys,
    when('NumericLessThan', 'sts:DurationSeconds', '3601'),
    'refuses',
  ),
  row('no roles claim', DOC.stsKeys, when('Bool', 'sts:RoleAuthorizedByIdp', 'true'), 'refuses'),
  // Global keys
  row('TLS always', DOC.globalKeys, when('Bool', 'aws:SecureTransport', 'true'), 'admits'),
  row(
    'no service in between',
    DOC.globalKeys,
    when('Bool', 'aws:ViaAWSService', 'true'),
    'refuses',
  ),
  row(
    'no MFA key without temporary credentials',
    DOC.globalKeys,
    when('Bool', 'aws:MultiFactorAuthPresent', 'true'),
    'refuses',
  ),
  row(
    'no MFA key: IfExists',
    DOC.globalKeys,
    when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'),
    'admits',
  ),
  row('no user name', DOC.globalKeys, when('StringLike', 'aws:username', '*'), 'refuses'),
  row(
    'no principal tags',
    DOC.globalKeys,
    when('StringEquals', 'aws:PrincipalTag/team', 'a'),
    'refuses',
  ),
  row(
    'no session tags asked for',
    DOC.globalKeys,
    when('Null', 'aws:RequestTag/team', 'true'),
    'admits',
  ),
  row(
    'no tag keys',
    DOC.globalKeys,
    when('ForAllValues:StringEquals', 'aws:TagKeys', 'team'),
    'admits',
  ),
  row(
    'no calling service',
    DOC.globalKeys,
    when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*'),
    'refuses',
  ),
  row(
    'no token before this one',
    DOC.globalKeys,
    when('Null', 'aws:TokenIssueTime', 'true'),
    'admits',
  ),
  row(
    'the network is known to AWS',
    DOC.globalKeys,
    when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'),
    'cannot-tell',
  ),
  row(
    'the VPC is known to AWS',
    DOC.globalKeys,
    when('StringEquals', 'aws:SourceVpc', 'vpc-1'),
    'cannot-tell',
  ),
  row(
    'the organization is known to AWS',
    DOC.globalKeys,
    when('StringEquals', 'aws:PrincipalOrgID', 'o-1'),
    'cannot-tell',
  ),
  row(
    'the role’s tags are known to AWS',
    DOC.globalKeys,
    when('StringEquals', 'aws:ResourceTag/a', 'b'),
    'cannot-tell',
  ),
  row(
    'iam:ResourceTag as well',
    DOC.stsKeys,
    when('StringEquals', 'iam:ResourceTag/a', 'b'),
    'cannot-tell',
  ),
  row(
    'IfExists does not help with the unknown',
    DOC.globalKeys,
    when('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-1'),
    'cannot-tell',
  ),
  row(
    'the time, unless given',
    DOC.globalKeys,
    when('DateLessThan', 'aws:CurrentTime', '2030-01-01'),
    'cannot-tell',
  ),
  {
    ...row(
      'the time, given',
      DOC.globalKeys,
      when('DateLessThan', 'aws:CurrentTime', '2030-01-01'),
      'admits',
    ),
    now: '2026-12-01',
  },
  {
    ...row(
      'the time, too late',
      DOC.globalKeys,
      when('DateLessThan', 'aws:CurrentTime', '2026-01-01'),
      'refuses',
    ),
    now: '2026-12-01',
  },
  {
    ...row(
      'the time in seconds',
      DOC.globalKeys,
      when('NumericGreaterThan', 'aws:EpochTime', '1700000000'),
      'admits',
    ),
    now: '2026-12-01',
  },
  {
    ...row(
      'seconds as a date',
      DOC.date,
      when('DateGreaterThan', 'aws:EpochTime', '2026-11-30'),
      'admits',
    ),
    now: '2026-12-01',
  },
  row(
    'the region, unless given',
    DOC.globalKeys,
    when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
    'cannot-tell',
  ),
  {
    ...row(
      'the region, given',
      DOC.globalKeys,
      when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      'admits',
    ),
    region: 'eu-west-1',
  },
  {
    ...row(
      'another region',
      DOC.globalKeys,
      when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      'refuses',
    ),
    region: 'eu-west-2',
  },
  row('a key of another service', DOC.condition, when('StringLike', 's3:prefix', '*'), 'refuses'),
];
