import { describe, expect, test } from '@jest/globals';
import { parseAuthorityHost } from '../../../../packages/core/src/1-inputs/entra/authority-host.ts';
import {
  parseClientId,
  parseTenantId,
} from '../../../../packages/core/src/1-inputs/entra/tenant-id.ts';
import { lasts, parseIdToken } from '../../../../packages/core/src/credential/person/id-token.ts';

const TENANT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const CLIENT = '11111111-2222-4333-8444-555555555555';
const NOW = new Date('2026-11-21T12:00:00Z');
const login = {
  tenant: parseTenantId(TENANT),
  clientId: parseClientId(CLIENT),
  authorityHost: parseAuthorityHost('AzureCloud'),
};

const seconds = (from: Date) => Math.floor(from.getTime() / 1000);
const tokenWith = (claims: object) => {
  const payload = {
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    aud: CLIENT,
    sub: 'pairwise',
    tid: TENANT,
    ver: '2.0',
    exp: seconds(NOW) + 3600,
    ...claims,
  };
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.AA`;
};
const parse = (claims: object) => parseIdToken(tokenWith(claims), login, NOW, undefined);

describe('an ID token', () => {
  test('is for the application itself', () => {
    expect(parse({}).claims).toMatchObject({ audience: CLIENT, subject: 'pairwise' });
  });

  test.each([
    ['for Graph', { aud: '00000003-0000-0000-c000-000000000000' }, 'EAC_TOKEN_UNREADABLE'],
    ['that is an access token', { azp: CLIENT }, 'EAC_TOKEN_UNREADABLE'],
    ['of another tenant', { tid: CLIENT }, 'EAC_TOKEN_TENANT'],
    ['that has ended', { exp: seconds(NOW) - 1 }, 'EAC_TOKEN_EXPIRING'],
    ['without a subject', { sub: undefined }, 'EAC_TOKEN_UNREADABLE'],
  ])('%s is refused', (_, claims, code) => {
    expect(() => parse(claims)).toThrow(expect.objectContaining({ code }));
  });

  test('lasts while there is more than five minutes of it', () => {
    expect(lasts(tokenWith({ exp: seconds(NOW) + 301 }), NOW)).toBe(true);
    expect(lasts(tokenWith({ exp: seconds(NOW) + 300 }), NOW)).toBe(false);
    expect(lasts('no token', NOW)).toBe(false);
  });
});
