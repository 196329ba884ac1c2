import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkAccessToken,
  parseAccessToken,
} from '../../../packages/core/src/2-entra-token/access-token.ts';
import { webIdentityOf } from '../../../packages/core/src/2-entra-token/web-identity.ts';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const NOW = new Date('2026-06-01T12:00:00Z');
const inAnHour = NOW.getTime() / 1000 + 3600;

const v1 = {
  ver: '1.0',
  iss: `https://sts.windows.net/${TENANT}/`,
  aud: 'api://aws',
  appid: 'aaaaaaaa-0000-0000-0000-000000000000',
  sub: 'object-id',
  tid: TENANT,
  exp: inAnHour,
};
const v2 = {
  ver: '2.0',
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: 'bbbbbbbb-0000-0000-0000-000000000000',
  azp: 'aaaaaaaa-0000-0000-0000-000000000000',
  sub: 'object-id',
  tid: TENANT,
  exp: inAnHour,
};

function jwt(claims: object): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}.c2lnbmF0dXJl`;
}

function failureOf(act: () => unknown): StepFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof StepFailure) return error;
    throw error;
  }
  throw new Error('did not fail');
}

describe('what AWS reads from the token', () => {
  test('v1.0: the audience is "aud", and the issuer keeps its slash', () => {
    expect(webIdentityOf(parseAccessToken(jwt(v1)).claims)).toEqual({
      holder: 'application',
      issuer: `https://sts.windows.net/${TENANT}/`,
      audience: 'api://aws',
      subject: 'object-id',
      aws: { roles: undefined, tags: [], transitiveKeys: [], sourceIdentity: undefined },
    });
  });

  test('v2.0: the audience is "azp", not "aud"', () => {
    expect(webIdentityOf(parseAccessToken(jwt(v2)).claims).audience).toBe(v2.azp);
  });

  test('the client is "azp" or "appid"', () => {
    expect(parseAccessToken(jwt(v1)).claims.client).toBe(v1.appid);
    expect(parseAccessToken(jwt(v2)).claims.client).toBe(v2.azp);
  });
});

test.each([
  ['an opaque token', 'EwBwA8l6BAAU'],
  ['an encrypted token', 'a.b.c.d.e'],
  ['a payload that is no JSON', `a.${Buffer.from('hello').toString('base64url')}.c`],
  ['a payload that is a list', `a.${Buffer.from('[1]').toString('base64url')}.c`],
  ['a token longer than STS takes', jwt({ ...v1, padding: 'x'.repeat(20_000) })],
  ['a token without issuer', jwt({ ...v1, iss: undefined })],
  ['an audience that is a list', jwt({ ...v1, aud: ['api://aws'] })],
  ['a subject with a line break', jwt({ ...v1, sub: 'a\n::set-env name=PATH::x' })],
  ['an endless claim', jwt({ ...v1, sub: 'x'.repeat(5000) })],
  ['an expiry that is text', jwt({ ...v1, exp: 'tomorrow' })],
  ['an expiry beyond all dates', jwt({ ...v1, exp: 1e300 })],
  [
    'a claim from the prototype',
    jwt(Object.assign(Object.create({ sub: 'x' }), { ...v1, sub: undefined })),
  ],
])('refuses %s', (_, text) => {
  expect(failureOf(() => parseAccessToken(text)).code).toBe('EAC_TOKEN_UNREADABLE');
});

test('a refusal says nothing of the token', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 12 }), (text) => {
      const token = `eyJh.${Buffer.from(text).toString('base64url')}.c2ln`;
      const failure = failureOf(() => parseAccessToken(token));
      const shown = inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true });
      expect(shown).not.toContain(token);
    }),
  );
});

test('any JSON object is read or refused, nothing else', () => {
  fc.assert(
    fc.property(fc.object(), (claims) => {
      try {
        parseAccessToken(jwt(claims));
      } catch (error) {
        expect(error).toBeInstanceOf(StepFailure);
      }
    }),
  );
});

test('a token does not print', () => {
  const token = parseAccessToken(jwt(v1));
  expect(
    `${token.jwt} ${JSON.stringify(token)} ${inspect(token, { showHidden: true })}`,
  ).not.toContain(jwt(v1));
});

const guid = { id: TENANT, isGuid: true };
const domain = { id: 'contoso.com', isGuid: false };
const check = (claims: object, tenant = guid) =>
  checkAccessToken(parseAccessToken(jwt(claims)), tenant, NOW);

test.each([
  ['v1.0', v1, guid],
  ['v2.0', v2, guid],
  ['v1.0 for a tenant given by domain', v1, domain],
  ['a tenant in capitals', { ...v1, tid: TENANT.toUpperCase() }, guid],
  ['China', { ...v1, iss: `https://sts.chinacloudapi.cn/${TENANT}/` }, guid],
])('accepts a token of the tenant: %s', (_, claims, tenant) => {
  expect(() => check(claims, tenant)).not.toThrow();
});

const STRANGER = '99999999-2222-3333-4444-555555555555';
test.each([
  ['another tenant', { ...v1, tid: STRANGER, iss: `https://sts.windows.net/${STRANGER}/` }, guid],
  ['another issuer', { ...v1, iss: `https://sts.windows.net/${STRANGER}/` }, guid],
  ['an issuer without tenant', { ...v1, iss: 'https://accounts.example.com' }, guid],
  ['an issuer that does not match its own tenant', { ...v1, tid: STRANGER }, domain],
])('refuses a token of %s', (_, claims, tenant) => {
  const failure = failureOf(() => check(claims, tenant));
  expect(failure.code).toBe('EAC_TOKEN_TENANT');
  expect(failure.hint).toContain('"tenant-id"');
});

test('refuses a token about to expire, and says both times', () => {
  const failure = failureOf(() => check({ ...v1, exp: NOW.getTime() / 1000 + 59 }));
  expect(failure.code).toBe('EAC_TOKEN_EXPIRING');
  expect(failure.message).toContain('2026-06-01T12:00:59.000Z');
  expect(failure.message).toContain('2026-06-01T12:00:00.000Z');
});
