import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseAccountId,
  parseAccountIds,
} from '../../../packages/core/src/1-inputs/aws/account-id.ts';
import { parseAllowedPrincipals } from '../../../packages/core/src/1-inputs/aws/allowed-principal.ts';
import { parseRegion } from '../../../packages/core/src/1-inputs/aws/region.ts';
import { RoleArn } from '../../../packages/core/src/1-inputs/aws/role-arn.ts';
import { parseSessionDuration } from '../../../packages/core/src/1-inputs/aws/session-duration.ts';
import {
  parseSessionName,
  sessionNameOf,
} from '../../../packages/core/src/1-inputs/aws/session-name.ts';
import {
  parseEndpoint,
  regionalEndpoint,
} from '../../../packages/core/src/1-inputs/aws/sts-endpoint.ts';
import { parseAudience, scopeFor } from '../../../packages/core/src/1-inputs/entra/audience.ts';
import { parseAuthorityHost } from '../../../packages/core/src/1-inputs/entra/authority-host.ts';
import {
  parseClientId,
  parseTenantId,
} from '../../../packages/core/src/1-inputs/entra/tenant-id.ts';
import { Unacceptable } from '../../../packages/core/src/1-inputs/unacceptable.ts';
import { parseYesOrNo } from '../../../packages/core/src/1-inputs/yes-or-no.ts';

const GUID = '0F1E2D3C-4b5a-6978-8796-a5b4c3d2e1f0';

const accepted: readonly [string, (text: string) => unknown, string, unknown][] = [
  ['a tenant GUID, lower-cased', parseTenantId, GUID, GUID.toLowerCase()],
  ['a tenant domain', parseTenantId, 'Contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
  ['a client ID', parseClientId, GUID, GUID.toLowerCase()],
  ['an App ID URI', parseAudience, 'api://aws', 'api://aws'],
  ['an App ID URI that ends in a slash', parseAudience, 'https://c.example/', 'https://c.example/'],
  ['true', parseYesOrNo, 'true', true],
  ['False', parseYesOrNo, 'False', false],
  ['the shortest duration', parseSessionDuration, '900', 900],
  ['the longest duration', parseSessionDuration, '43200', 43_200],
  ['the shortest session name', parseSessionName, 'a_', 'a_'],
  ['the longest session name', parseSessionName, 'a'.repeat(64), 'a'.repeat(64)],
  [
    'accounts by commas and lines',
    parseAccountIds,
    '123456789012,\n 000000000001',
    ['123456789012', '000000000001'],
  ],
  [
    'principals, one a line',
    parseAllowedPrincipals,
    `arn:aws:iam::123456789012:role/ci/a,b\r\n
      arn:aws:iam::123456789012:saml-provider/adfs
      arn:aws:sts::123456789012:assumed-role/a/b
      arn:aws-cn:iam::123456789012:root
      000000000001
      https://token.actions.githubusercontent.com
      https://sts.windows.net/T/
      ec2.amazonaws.com`,
    [
      { kind: 'arn', arn: 'arn:aws:iam::123456789012:role/ci/a,b' },
      { kind: 'arn', arn: 'arn:aws:iam::123456789012:saml-provider/adfs' },
      { kind: 'arn', arn: 'arn:aws:sts::123456789012:assumed-role/a/b' },
      { kind: 'account', account: '123456789012' },
      { kind: 'account', account: '000000000001' },
      { kind: 'provider', issuer: 'token.actions.githubusercontent.com' },
      { kind: 'provider', issuer: 'sts.windows.net/T/' },
      { kind: 'service', service: 'ec2.amazonaws.com' },
    ],
  ],
];

test.each(accepted)('takes %s', (_, parse, text, value) => {
  expect(parse(text)).toEqual(value);
});

const refused: readonly [string, (text: string) => unknown, string, RegExp][] = [
  ['the tenant common', parseTenantId, 'common', /names no tenant/],
  ['a tenant that is a path', parseTenantId, 'contoso.com/../evil', /neither a GUID nor a domain/],
  ['a tenant with a line break', parseTenantId, 'contoso.com\n', /neither/],
  ['a client name', parseClientId, 'my-app', /not a GUID/],
  ['a client ID in braces', parseClientId, `{${GUID}}`, /not a GUID/],
  ['a scope as audience', parseAudience, 'api://aws/.default', /is a scope/],
  ['an audience with a space', parseAudience, 'api://a b', /neither an App ID URI/],
  ['an audience of 256 characters', parseAudience, 'a'.repeat(256), /neither an App ID URI/],
  ['an http authority', parseAuthorityHost, 'http://login.example', /neither an https URL/],
  ['an authority with a path', parseAuthorityHost, 'https://login.example/tenant', /neither/],
  ['an authority with a password', parseAuthorityHost, 'https://u:p4ss@login.example', /neither/],
  ['an availability zone', parseRegion, 'eu-west-1a', /not an AWS region/],
  ['the pseudo-region', parseRegion, 'aws-global', /not an AWS region/],
  ['a region with a host in it', parseRegion, 'eu-west-1.evil.example', /not an AWS region/],
  ['a session ARN', RoleArn.parse, 'arn:aws:sts::123456789012:assumed-role/a/b', /not the ARN of/],
  ['a user ARN', RoleArn.parse, 'arn:aws:iam::123456789012:user/a', /not the ARN of an IAM role/],
  ['an unknown partition', RoleArn.parse, 'arn:aws-xx:iam::123456789012:role/a', /does not exist/],
  ['an ARN with a line break', RoleArn.parse, 'arn:aws:iam::123456789012:role/a\nb', /not the ARN/],
  ['eleven digits', parseAccountId, '12345678901', /not an AWS account ID/],
  ['a duration in minutes', parseSessionDuration, '15m', /is "15m"/],
  ['899 seconds', parseSessionDuration, '899', /is "899"/],
  ['43201 seconds', parseSessionDuration, '43201', /is "43201"/],
  ['a session name of one character', parseSessionName, 'a', /1 characters/],
  ['a session name with a space', parseSessionName, 'a b', /is "a b"/],
  ['plain http to another machine', parseEndpoint, 'http://sts.example', /not an https URL/],
  ['everyone as a principal', parseAllowedPrincipals, '*', /stands for more than one/],
  [
    'every role as a principal',
    parseAllowedPrincipals,
    'arn:aws:iam::123456789012:role/*',
    /stands for more than one/,
  ],
  [
    'a principal of no partition',
    parseAllowedPrincipals,
    'arn:aws-xx:iam::123456789012:role/a',
    /no partition that exists/,
  ],
  [
    'a group as a principal',
    parseAllowedPrincipals,
    'arn:aws:iam::123456789012:group/a',
    /names no principal/,
  ],
  ['a provider without https', parseAllowedPrincipals, 'accounts.google.com', /names no principal/],
  [
    'a provider over http',
    parseAllowedPrincipals,
    'http://token.actions.githubusercontent.com',
    /names no principal/,
  ],
  ['a provider with a query', parseAllowedPrincipals, 'https://a.b/c#d', /names no principal/],
  [
    'two principals on a line',
    parseAllowedPrincipals,
    'a.amazonaws.com b.amazonaws.com',
    /names no/,
  ],
  ['yes', parseYesOrNo, 'yes', /is "yes"/],
];

test.each(refused)('refuses %s', (_, parse, text, reason) => {
  expect(() => parse(text)).toThrow(Unacceptable);
  expect(() => parse(text)).toThrow(reason);
});

test('a wrong URL is not repeated, because it may hold a password', () => {
  const url = 'ftp://user:p4ssw0rd@host';
  for (const parse of [parseAuthorityHost, parseEndpoint]) {
    expect(() => parse(url)).not.toThrow(/p4ssw0rd/);
  }
});

test('no parser throws anything but Unacceptable, whatever the text', () => {
  const parsers = [
    parseTenantId,
    parseClientId,
    parseAudience,
    parseAuthorityHost,
    parseRegion,
    RoleArn.parse,
    parseAccountIds,
    parseSessionDuration,
    parseSessionName,
    parseEndpoint,
    parseYesOrNo,
    parseAllowedPrincipals,
  ];
  fc.assert(
    fc.property(fc.constantFrom(...parsers), fc.string({ unit: 'binary' }), (parse, text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Unacceptable);
      }
    }),
  );
});

describe('a role ARN', () => {
  test('gives its partition, account and name without the path', () => {
    const role = RoleArn.parse('arn:aws-cn:iam::123456789012:role/team/ci/deploy');
    expect([role.partition.id, role.account, role.name]).toEqual([
      'aws-cn',
      '123456789012',
      'deploy',
    ]);
  });

  test('survives being written and read again', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const path = fc.array(fc.stringMatching(/^[a-zA-Z0-9]{1,10}$/), { maxLength: 4 });
    fc.assert(
      fc.property(name, path, fc.stringMatching(/^\d{12}$/), (role, folders, account) => {
        const text = `arn:aws:iam::${account}:role/${[...folders, role].join('/')}`;
        expect(RoleArn.parse(text)).toMatchObject({ text, account, name: role });
      }),
    );
  });
});

describe('the default session name', () => {
  test('leads back to the run', () => {
    const run = { system: 'GitHubActions', place: ['octo', 'hello world'], id: '42' };
    expect(sessionNameOf(run)).toBe('GitHubActions-octo-hello-world-42');
  });

  test('keeps the run id when it is cut', () => {
    const run = { system: 'GitHubActions', place: ['o'.repeat(39), 'r'.repeat(100)], id: '123456' };
    expect(sessionNameOf(run)).toMatch(/^GitHubActions-o{39}-r+-123456$/);
    expect(sessionNameOf(run)).toHaveLength(64);
  });

  test('is one that STS takes, whatever the run is called', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), text, (place, id) => {
        const name = sessionNameOf({ system: 'AzureDevOps', place, id });
        expect(parseSessionName(name)).toBe(name);
      }),
    );
  });
});

test('a cloud can be given by name', () => {
  expect(parseAuthorityHost('AzureUSGovernment').origin).toBe('https://login.microsoftonline.us');
  expect(parseAuthorityHost('azurechinacloud').origin).toBe(
    'https://login.partner.microsoftonline.cn',
  );
});

test('the scope is everything granted for the audience', () => {
  expect(scopeFor(parseAudience('api://aws'))).toBe('api://aws/.default');
});

test.each([
  ['eu-west-1', 'sts.eu-west-1.amazonaws.com'],
  ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
  ['us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov'],
  ['us-isob-east-1', 'sts.us-isob-east-1.sc2s.sgov.gov'],
])('STS of %s is at %s', (region, host) => {
  expect(regionalEndpoint(parseRegion(region), { fips: false, dualStack: false }).host).toBe(host);
});
