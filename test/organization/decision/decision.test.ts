import { describe, expect, test } from '@jest/globals';
import {
  parseTenantGuid,
  type Role,
  type RoleIdentity,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';
import { decide, federatedBy, type Settings } from '../../../packages/organization/src/index.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const SETTINGS: Settings = {
  tenant: parseTenantGuid(TENANT),
  cloud: 'AzureCloud',
  placeholder: 'entra-aws-creds',
  memberRole: 'entra-aws-creds-automation',
  scope: { path: '/entra-aws-creds/', tagged: false },
  graceMs: 86_400_000,
  sharedAudience: undefined,
  mostCertificateDays: 730,
  allowedSubjects: [
    { issuer: 'https://token.actions.githubusercontent.com', prefix: 'repo:contoso/' },
  ],
};
const NOW = new Date('2026-11-21T12:00:00Z');
const ARN = RoleArn.parse('arn:aws:iam::222222222222:role/entra-aws-creds/deploy');
const CLIENT = '22222222-2222-4222-8222-222222222222';
const HOST = `login.microsoftonline.com/${TENANT}/v2.0`;

function trust(aud: string, more: object = {}) {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::222222222222:oidc-provider/${HOST}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${HOST}:aud`]: aud } },
      ...more,
    },
  };
}

function role(trustPolicy: Role['trustPolicy'], tags: Role['tags'] = {}): Role {
  return {
    arn: ARN,
    roleId: 'AROANEW',
    trustPolicy,
    tags,
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    created: undefined,
    lastUsed: undefined,
  };
}

function identity(roleId: string, retired?: string): RoleIdentity {
  return {
    role: ARN,
    roleId,
    clientId: CLIENT,
    tokenVersion: 'v2',
    retired: retired === undefined ? undefined : new Date(retired),
  };
}

const MARK = { 'entra-aws-creds:application-id': CLIENT };
const BOUND = trust(CLIENT, { Sid: 'EntraAwsCreds22222222222242228222222222222222' });

describe('a role that is there', () => {
  test.each([
    ['with the placeholder', role(trust('entra-aws-creds')), 'bind'],
    ['with a real audience', role(trust('api://theirs')), 'nothing'],
    [
      'with a real audience, opted in',
      role(trust('api://theirs'), { 'entra-aws-creds:managed': 'true' }),
      'bind',
    ],
    ['opted out', role(trust('api://theirs'), { 'entra-aws-creds:managed': 'false' }), 'nothing'],
    ['that set-up has bound', role(BOUND, MARK), 'nothing'],
    [
      'of another tenant',
      role(
        trust('entra-aws-creds', {
          Principal: {
            Federated:
              'arn:aws:iam::222222222222:oidc-provider/login.microsoftonline.com/other/v2.0',
          },
        }),
      ),
      'nothing',
    ],
    [
      'outside of the path',
      {
        ...role(trust('entra-aws-creds')),
        arn: RoleArn.parse('arn:aws:iam::222222222222:role/deploy'),
      },
      'nothing',
    ],
    ['with a policy that cannot be read', role({ Statement: 1 }), 'nothing'],
    ['that denies', role(trust('entra-aws-creds', { Effect: 'Deny' })), 'nothing'],
  ])('%s', (_, seen, expected) => {
    expect(decide(seen, [], SETTINGS, NOW).do).toBe(expected);
  });

  test('that the automation has bound is looked after', () => {
    expect(decide(role(BOUND, MARK), [identity('AROANEW')], SETTINGS, NOW).do).toBe('bind');
  });

  test('from which somebody took our statement is let go', () => {
    const decision = decide(
      role(trust('api://theirs'), MARK),
      [identity('AROANEW')],
      SETTINGS,
      NOW,
    );
    expect(decision).toMatchObject({ do: 'unbind', identities: [{ roleId: 'AROANEW' }] });
  });

  test('that was made again: first the old one goes', () => {
    const seen = role(trust('entra-aws-creds'));
    expect(decide(seen, [identity('AROAOLD')], SETTINGS, NOW)).toMatchObject({
      do: 'unbind',
      identities: [{ roleId: 'AROAOLD' }],
    });
    const retired = [identity('AROAOLD', '2026-11-21T11:00:00Z')];
    expect(decide(seen, retired, SETTINGS, NOW).do).toBe('bind');
  });

  test('that is marked for another application is for a person to decide', () => {
    const marked = role(trust('entra-aws-creds'), {
      'entra-aws-creds:application-id': '33333333-3333-4333-8333-333333333333',
    });
    expect(() => decide(marked, [identity('AROANEW')], SETTINGS, NOW)).toThrow(
      /another application/,
    );
    expect(() => decide(marked, [], SETTINGS, NOW)).toThrow(/does not list/);
  });
});

test('in tag mode only the tag counts, and only with "true"', () => {
  const settings = { ...SETTINGS, scope: { path: '/', tagged: true } };
  const tagged = (value: string) =>
    role(trust('entra-aws-creds'), { 'entra-aws-creds:managed': value });
  expect(decide(role(trust('entra-aws-creds')), [], settings, NOW).do).toBe('nothing');
  expect(decide(tagged('yes'), [], settings, NOW).do).toBe('nothing');
  expect(decide(tagged('true'), [], settings, NOW).do).toBe('bind');
});

describe('a role that is gone', () => {
  test.each([
    ['was never bound', [], { do: 'nothing' }],
    ['was bound', [identity('AROAOLD')], { do: 'unbind' }],
    [
      'waits',
      [identity('AROAOLD', '2026-11-21T11:00:00Z')],
      { do: 'wait', until: '2026-11-22T11:00:00.000Z' },
    ],
    ['has waited', [identity('AROAOLD', '2026-11-20T12:00:00Z')], { do: 'unbind' }],
  ])('%s', (_, identities, expected) => {
    expect(decide(undefined, identities, SETTINGS, NOW)).toMatchObject(expected);
  });
});

describe('whom tags let in', () => {
  test.each([
    ['github:contoso/web:environment:prod', undefined, 'repo:contoso/web:environment:prod'],
    [
      'repo:contoso/web:ref:refs/heads/main',
      'https://token.actions.githubusercontent.com',
      'repo:contoso/web:ref:refs/heads/main',
    ],
  ])('%s', (subject, issuer, expected) => {
    const tags = {
      'entra-aws-creds:subject': subject,
      ...(issuer && { 'entra-aws-creds:issuer': issuer }),
    };
    expect(federatedBy(tags, ARN, SETTINGS)).toMatchObject([
      { subject: expected, audience: 'api://AzureADTokenExchange' },
    ]);
  });

  test.each([
    ['another organization', 'github:contoso-evil/web:environment:prod', undefined],
    ['another issuer', 'repo:contoso/web:environment:prod', 'https://evil.example'],
    ['no job', 'anything', undefined],
    ['a wildcard', 'repo:contoso/*', 'https://token.actions.githubusercontent.com'],
  ])('not %s', (_, subject, issuer) => {
    const tags = {
      'entra-aws-creds:subject': subject,
      ...(issuer && { 'entra-aws-creds:issuer': issuer }),
    };
    expect(() => federatedBy(tags, ARN, SETTINGS)).toThrow(/entra-aws-creds:subject/);
  });
});
