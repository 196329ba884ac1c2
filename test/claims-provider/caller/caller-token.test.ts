import { generateKeyPairSync } from 'node:crypto';
import { CallerCheck } from '@entra-aws-creds/claims-provider';
import { STRAIGHT } from '@entra-aws-creds/core/azure';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { sandboxOfFile } from '../../standard-sandbox.ts';
import { API, callerClaims, platformIn } from '../entra-caller.ts';

let now = new Date();
const sandbox = await sandboxOfFile({ now: () => now });
const tenant = sandbox.entra.tenant();
const elsewhere = sandbox.entra.tenant();
const platform = platformIn(sandbox);
const network = platform.openNetwork(STRAIGHT);
const newCheck = () =>
  new CallerCheck(
    {
      tenantId: tenant.id,
      authorityHost: new URL(sandbox.entraUrl),
      audiences: [API.clientId, API.appIdUri],
    },
    network,
    platform.clock,
  );

let check = newCheck();
beforeEach(() => {
  now = new Date();
  check = newCheck();
  sandbox.requests.length = 0;
});
afterEach(() => sandbox.entra.retireSigningKeys());

const signed = (claims: Record<string, unknown>) => sandbox.entra.signingKey.sign(claims);
const admitted = async (jwt: string) => {
  try {
    await check.admit(`Bearer ${jwt}`);
    return 'admitted';
  } catch (error) {
    return (error as { reason?: string }).reason;
  }
};
const keyReads = () => sandbox.requests.filter(({ path }) => path.endsWith('/keys')).length;

describe('a token of Entra’s authentication events', () => {
  test.each([1, 2] as const)('of version %s is admitted', async (version) => {
    expect(await admitted(await signed(callerClaims(sandbox, tenant, version)))).toBe('admitted');
  });

  test.each<[string, Record<string, unknown>]>([
    ['for another API', { aud: 'a2b0f0a8-0000-4000-8000-000000000000' }],
    ['for two', { aud: ['a2b0f0a8-0000-4000-8000-000000000000'] }],
    ['for nobody', { aud: undefined }],
    ['of another application of the tenant', { azp: 'a2b0f0a8-0000-4000-8000-000000000000' }],
    [
      'of version 2.0 with the claim of 1.0',
      { azp: undefined, appid: callerClaims(sandbox, tenant).azp },
    ],
    ['of another tenant', { tid: elsewhere.id }],
    ['of another issuer', { iss: sandbox.entra.issuer(elsewhere, 2) }],
    ['of the issuer of the other version', { iss: sandbox.entra.issuer(tenant, 1) }],
    ['of version 1.0 by its own word', { ver: '1.0' }],
    ['without a version', { ver: undefined }],
    ['that ended ten minutes ago', { exp: Math.floor(Date.now() / 1000) - 600 }],
    ['that begins in ten minutes', { nbf: Math.floor(Date.now() / 1000) + 600 }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { nbf: undefined }],
    ['whose end is text', { exp: '9999999999' }],
  ])('%s is refused', async (_, changed) => {
    const claims = { ...callerClaims(sandbox, tenant), ...changed };
    const jwt = await signed(JSON.parse(JSON.stringify(claims)));
    expect(await admitted(jwt)).toBe('caller-refused');
  });

  test('signed by another key under the same ID, or by no key, is refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { keyId } = sandbox.entra.signingKey;
    const claims = callerClaims(sandbox, tenant);
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: keyId })
      .sign(privateKey);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none', kid: keyId })}.${part(claims)}.`;
    const secret = new TextEncoder().encode(JSON.stringify(sandbox.entra.keySet));
    const symmetric = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: keyId })
      .sign(secret);
    for (const jwt of [forged, unsigned, `${unsigned}x`, symmetric]) {
      expect(await admitted(jwt)).toBe('caller-refused');
    }
  });

  test.each(['', 'x', 'Bearer', 'Bearer a.b', 'Basic abc', 'Bearer a.b.c', 'Bearer e30.e30.e30'])(
    'is not %p',
    async (authorization) => {
      await expect(check.admit(authorization)).rejects.toMatchObject({ reason: 'caller-refused' });
    },
  );
});

describe('keys', () => {
  test('are read once, and again when Entra signs with a new one', async () => {
    const token = await signed(callerClaims(sandbox, tenant));
    expect(await Promise.all([admitted(token), admitted(token)])).toEqual(['admitted', 'admitted']);
    expect(await admitted(token)).toBe('admitted');
    expect(keyReads()).toBe(1);
    now = new Date(now.getTime() + 60_000);
    await sandbox.entra.rollSigningKey();
    expect(await admitted(await signed(callerClaims(sandbox, tenant)))).toBe('admitted');
    expect(keyReads()).toBe(2);
  });

  test('that somebody makes up are not looked for each time', async () => {
    expect(await admitted(await signed(callerClaims(sandbox, tenant)))).toBe('admitted');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (let made = 0; made < 20; made += 1) {
      const forged = await new SignJWT(callerClaims(sandbox, tenant))
        .setProtectedHeader({ alg: 'RS256', kid: `made-up-${made}` })
        .sign(privateKey);
      expect(await admitted(forged)).toBe('caller-refused');
    }
    expect(keyReads()).toBe(1);
  });

  test('of before are good while Entra does not answer, and without any nobody is let in', async () => {
    const token = await signed(callerClaims(sandbox, tenant));
    expect(await admitted(token)).toBe('admitted');
    sandbox.intercept = () => ({ status: 503, headers: {}, body: '' });
    now = new Date(now.getTime() + 7 * 60 * 60_000);
    expect(await admitted(await signed(callerClaims(sandbox, tenant)))).toBe('admitted');
    check = newCheck();
    expect(await admitted(token)).toBe('keys-unavailable');
  });

  test.each([
    ['with keys elsewhere', { issuer: 'https://x', jwks_uri: 'https://attacker.example/keys' }],
    ['without an issuer', { jwks_uri: sandbox.entraUrl }],
    ['without keys', {}],
  ])('%s are not believed', async (_, metadata) => {
    sandbox.intercept = () => ({ status: 200, headers: {}, body: JSON.stringify(metadata) });
    const token = await signed(callerClaims(sandbox, tenant));
    expect(await admitted(token)).toBe('keys-unavailable');
  });
});
