import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { sandboxOfFile } from '../../standard-sandbox.ts';
import { ACCOUNT, apiOfFile } from '../api-in-sandbox.ts';

let now = new Date();
const sandbox = await sandboxOfFile({ now: () => now });
const running = await apiOfFile(sandbox);
const { tenant, api, caller } = running;
const elsewhere = sandbox.entra.tenant();
const seconds = () => Math.floor(now.getTime() / 1000);
const PATH = `/v1/bindings/aws/${ACCOUNT}/Deploy`;

beforeEach(() => {
  now = new Date(now.getTime() + 3_600_000);
  sandbox.requests.length = 0;
  running.records.length = 0;
});

const asked = (authorization: string) => running.send('GET', PATH, undefined, { authorization });
const askedWith = async (claims: Record<string, unknown>) =>
  asked(`Bearer ${await running.token(claims)}`);
const keyReads = () => sandbox.requests.filter(({ path }) => path.endsWith('/keys')).length;
const V1 = () => ({
  iss: sandbox.entra.issuer(tenant, 1),
  aud: `api://${api.clientId}`,
  ver: '1.0',
  azp: undefined,
  appid: caller.clientId,
});

describe('a token', () => {
  test.each<[string, () => Record<string, unknown>]>([
    ['of v2.0', () => ({})],
    ['of v1.0', V1],
    ['with the right to read alone', () => ({ roles: ['Bindings.Read'] })],
    ['that ended within the tolerance of clocks', () => ({ exp: seconds() - 200 })],
  ])('%s lets its holder read', async (_, claims) => {
    expect(await askedWith(claims())).toMatchObject({ status: 200 });
    expect(running.records).toMatchObject([{ caller: caller.clientId, act: 'show', status: 200 }]);
  });

  test.each<[string, () => Record<string, unknown>]>([
    ['for another API', () => ({ aud: crypto.randomUUID() })],
    ['for Graph', () => ({ aud: 'https://graph.microsoft.com' })],
    ['for nobody', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: sandbox.entra.issuer(elsewhere, 2) })],
    ['of another tenant', () => ({ tid: elsewhere.id })],
    ['of no tenant', () => ({ tid: undefined })],
    ['that has ended', () => ({ exp: seconds() - 600 })],
    ['that begins later', () => ({ nbf: seconds() + 600 })],
    ['without an end', () => ({ exp: undefined })],
    ['without a beginning', () => ({ nbf: undefined })],
    ['of a person', () => ({ scp: 'user_impersonation' })],
    ['of nobody', () => ({ azp: undefined })],
  ])('%s lets nobody in', async (_, claims) => {
    expect(await askedWith(claims())).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      json: { code: 'EAC_API_TOKEN' },
    });
    expect(sandbox.requests.filter(({ service }) => service === 'graph')).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no roles', undefined, 'PUT'],
    ['other roles', ['Everything'], 'PUT'],
    ['roles that are no list', 'Bindings.Write', 'PUT'],
    ['the right to read alone', ['Bindings.Read'], 'PUT'],
    ['the right to read alone', ['Bindings.Read'], 'DELETE'],
    ['no roles', [], 'GET'],
  ])('with %s (%j) is not enough to %s', async (_, roles, method) => {
    const authorization = `Bearer ${await running.token({ roles })}`;
    expect(await running.send(method, PATH, undefined, { authorization })).toMatchObject({
      status: 403,
      json: { code: 'EAC_API_ROLE' },
    });
  });
});

describe('a signature', () => {
  const claims = () => ({
    ...{ iss: sandbox.entra.issuer(tenant, 2), aud: api.clientId, tid: tenant.id, ver: '2.0' },
    ...{
      nbf: seconds(),
      iat: seconds(),
      exp: seconds() + 3600,
      azp: caller.clientId,
      roles: ['Bindings.Write'],
    },
  });
  const kid = () => sandbox.entra.signingKey.keyId;

  test('of somebody else under the name of Entra’s key counts for nothing', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwt = new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: kid() });
    expect(await asked(`Bearer ${await jwt.sign(privateKey)}`)).toMatchObject({ status: 401 });
  });

  test('by Entra’s public key as a shared secret counts for nothing', async () => {
    const [key] = sandbox.entra.keySet.keys;
    const jwt = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: kid() });
    const secret = Buffer.from(String(key?.n), 'base64url');
    expect(await asked(`Bearer ${await jwt.sign(secret)}`)).toMatchObject({ status: 401 });
  });

  test('that is missing is none', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const bare = `${part({ alg: 'none', kid: kid() })}.${part(claims())}.`;
    expect(await asked(`Bearer ${bare}`)).toMatchObject({ status: 401 });
    expect(await asked(`Bearer ${bare}AA`)).toMatchObject({ status: 401 });
  });

  test.each(['', 'Bearer', 'Bearer a.b.c', 'Basic YTpi', 'Bearer a.b.c d'])(
    'cannot be in %j',
    async (header) => {
      expect(await asked(header)).toMatchObject({ status: 401 });
    },
  );
});

describe('Entra’s keys', () => {
  test('are read once, again for a new one, and not for each that is made up', async () => {
    await askedWith({});
    const before = keyReads();
    await askedWith({});
    expect(keyReads()).toBe(before);
    now = new Date(now.getTime() + 60_000);
    await sandbox.entra.rollSigningKey();
    expect(await askedWith({})).toMatchObject({ status: 200 });
    expect(keyReads()).toBe(before + 1);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = await new SignJWT({ ver: '2.0' }).setProtectedHeader({ alg: 'RS256', kid: 'x' });
    const header = `Bearer ${await forged.sign(privateKey)}`;
    for (let times = 0; times < 5; times += 1) await asked(header);
    expect(keyReads()).toBe(before + 1);
  });

  test('that cannot be read any more are used on; a caller is told when there never were any', async () => {
    sandbox.intercept = (service) =>
      service === 'entra' ? { status: 503, headers: {}, body: '' } : undefined;
    now = new Date(now.getTime() + 24 * 3_600_000);
    expect(await askedWith({})).toMatchObject({ status: 200 });
  });
});
