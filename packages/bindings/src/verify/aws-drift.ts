import { quote, type RoleArn } from '@entra-aws-creds/core/programs';
import type { Application } from '../entra-directory/application.ts';
import type { OidcProvider, Role } from '../identity-account/role.ts';
import type { AwsSide } from '../observe/observed.ts';
import { applicationIdOf, roleIdsOf } from '../ownership.ts';
import { MOST_AUDIENCES } from '../plan/provider-changes.ts';
import type { Drift } from './drift.ts';
import { type Expected, trustDrift } from './trust-drift.ts';

const MANY_AUDIENCES = 80;

/** What is not right with provider, role and trust. */
export function awsDrift(
  arn: RoleArn,
  aws: AwsSide,
  expected: Expected | undefined,
  application: Application | undefined,
): readonly Drift[] {
  const { role, provider } = aws;
  return [
    ...(provider === undefined
      ? [providerMissing(aws)]
      : [...nearlyFull(provider), ...audienceDrift(provider, expected)]),
    ...orphanAudience(aws, expected),
    ...(role === undefined
      ? [roleMissing(arn, application)]
      : [
          ...roleDrift(role, expected, application),
          ...(expected === undefined ? [] : trustDrift(role.arn, role.trustPolicy, expected)),
        ]),
  ];
}

function providerMissing({ providerName }: AwsSide): Drift {
  return {
    kind: 'provider-missing',
    severity: 'high',
    sentence: `The account has no identity provider ${providerName.arn}, so AWS takes no token of this tenant.`,
    repair: 'setup',
  };
}

function nearlyFull({ arn, audiences }: OidcProvider): readonly Drift[] {
  if (audiences.length < MANY_AUDIENCES) return [];
  return [
    {
      kind: 'provider-nearly-full',
      severity: 'low',
      sentence: `The identity provider ${arn} has ${audiences.length} of at most ${MOST_AUDIENCES} audiences.`,
      repair: 'person',
    },
  ];
}

function audienceDrift(
  { arn, audiences }: OidcProvider,
  expected: Expected | undefined,
): readonly Drift[] {
  if (expected === undefined || audiences.includes(expected.audience)) return [];
  return [
    {
      kind: 'missing-audience',
      severity: 'high',
      sentence: `The identity provider ${arn} does not list the audience ${quote(expected.audience)}.`,
      repair: 'setup',
    },
  ];
}

function roleMissing({ text }: RoleArn, application: Application | undefined): Drift {
  if (application === undefined) {
    return {
      kind: 'role-missing',
      severity: 'high',
      sentence: `There is no role ${text}.`,
      repair: 'setup',
    };
  }
  return {
    kind: 'orphan-application',
    severity: 'high',
    sentence: `There is no role ${text}: the application ${quote(application.displayName)} can still log in, and leads nowhere.`,
    repair: 'teardown',
  };
}

/** Left at the provider without a role that needs it. */
function orphanAudience(
  { role, provider }: AwsSide,
  expected: Expected | undefined,
): readonly Drift[] {
  if (role !== undefined || !expected || !provider?.audiences.includes(expected.clientId))
    return [];
  return [
    {
      kind: 'orphan-audience',
      severity: 'low',
      sentence: `The identity provider ${provider.arn} still lists the audience ${expected.clientId}.`,
      repair: 'teardown',
    },
  ];
}

function roleDrift(
  role: Role,
  expected: Expected | undefined,
  application: Application | undefined,
): readonly Drift[] {
  const { text } = role.arn;
  const mark = applicationIdOf(role);
  const known = application === undefined ? [] : roleIdsOf(application);
  if (known.length > 0 && !known.includes(role.roleId)) {
    return [
      {
        kind: 'recreated-role',
        severity: 'high',
        sentence: `The role ${text} (${role.roleId}) is not the one that the application was made for (${known.join(', ')}): it was deleted and made again.`,
        repair: 'person',
      },
    ];
  }
  if (mark === undefined) {
    return [
      {
        kind: 'role-unmarked',
        severity: 'medium',
        sentence: `The role ${text} does not carry the tag of this product: it was made by somebody else, made again, or the tag was removed.`,
        repair: 'person',
      },
    ];
  }
  if (expected === undefined || mark === expected.clientId) return [];
  return [
    {
      kind: 'role-of-another',
      severity: 'high',
      sentence: `The role ${text} belongs to the client ID ${quote(mark)}, not to ${expected.clientId}.`,
      repair: 'person',
    },
  ];
}
