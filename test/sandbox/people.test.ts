import { createHash } from 'node:crypto';
import {
  type PersonScenario,
  personScenario,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';

const VERIFIER = 'v'.repeat(43);
const REDIRECT = 'http://localhost:4711';

let sandbox: Sandbox;
let scenario: PersonScenario;
let now = new Date();

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
});
beforeEach(() => {
  now = new Date();
  scenario = personScenario(sandbox, { roleName: `People-${crypto.randomUUID()}` });
  sandbox.entra.people.refusal = undefined;
});
afterAll(() => sandbox.close());

const send = (method: string, path: string, query: string, form: Record<string, string> = {}) =>
  sandbox.handlers.entra({
    method,
    path: `/${scenario.tenantId}/${path}`,
    query,
    headers: { host: 'login.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(form)),
  });
const request = (changed: Record<string, string> = {}) =>
  String(
    new URLSearchParams({
      client_id: scenario.clientId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'openid profile offline_access',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'state',
      nonce: 'nonce',
      ...changed,
    }),
  );
const typed = () => ({
  login: scenario.person.userPrincipalName,
  password: scenario.person.password,
});
const codeFor = async () => {
  const { headers } = await send('POST', 'oauth2/v2.0/authorize', request(), typed());
  return new URL(headers['location'] ?? '').searchParams.get('code') ?? '';
};
const redeem = async (form: Record<string, string>) => {
  const all = { client_id: scenario.clientId, redirect_uri: REDIRECT, ...form };
  const { status, body } = await send('POST', 'oauth2/v2.0/token', '', all);
  return { status, answer: JSON.parse(body) };
};
const byCode = (code: string, changed: Record<string, string> = {}) =>
  redeem({ grant_type: 'authorization_code', code, code_verifier: VERIFIER, ...changed });

describe('the ID token', () => {
  test('is for the application itself, without azp, and somebody else to each', async () => {
    const { answer } = await byCode(await codeFor());
    const claims = decodeJwt(answer.id_token);
    expect(claims).toMatchObject({
      aud: scenario.clientId,
      iss: `https://login.microsoftonline.com/${scenario.tenantId}/v2.0`,
      nonce: 'nonce',
      tid: scenario.tenantId,
      ver: '2.0',
      oid: scenario.person.objectId,
    });
    expect(claims).not.toHaveProperty('azp');
    expect(claims.sub).not.toBe(scenario.person.objectId);
    expect(decodeJwt(answer.access_token).aud).not.toBe(scenario.clientId);
  });
});

describe('a code', () => {
  test('is spent once, within ten minutes, with its verifier and its redirect URI', async () => {
    const spent = await codeFor();
    expect((await byCode(spent)).status).toBe(200);
    expect((await byCode(spent)).answer.error_codes).toEqual([54005]);
    const other = { code_verifier: 'w'.repeat(43) };
    expect((await byCode(await codeFor(), other)).answer.error_codes).toEqual([501481]);
    const elsewhere = { redirect_uri: 'http://localhost:1' };
    expect((await byCode(await codeFor(), elsewhere)).answer.error_codes).toEqual([500112]);
    const late = await codeFor();
    now = new Date(now.getTime() + 11 * 60_000);
    expect((await byCode(late)).answer.error).toBe('invalid_grant');
  });

  test('goes to a redirect URI that is registered, on whatever port, and to no other', async () => {
    for (const uri of [
      'https://attacker.example/',
      'http://localhost/path',
      'http://127.0.0.1:1',
    ]) {
      const query = request({ redirect_uri: uri });
      const { status, headers, body } = await send('POST', 'oauth2/v2.0/authorize', query, typed());
      expect([status, headers['location']]).toEqual([400, undefined]);
      expect(JSON.parse(body).error_codes).toEqual([50011]);
    }
  });

  test('is not given without PKCE', async () => {
    for (const changed of [{ code_challenge_method: 'plain' }, { code_challenge: '' }]) {
      const { status } = await send('POST', 'oauth2/v2.0/authorize', request(changed), typed());
      expect(status).toBe(400);
    }
  });
});

describe('a refresh token', () => {
  test('gives an ID token without nonce, until it is refused', async () => {
    const first = await byCode(await codeFor());
    const grant = { grant_type: 'refresh_token', refresh_token: first.answer.refresh_token };
    const { answer } = await redeem(grant);
    expect(decodeJwt(answer.id_token)).not.toHaveProperty('nonce');
    sandbox.entra.people.refusal = 'factor-needed';
    expect((await redeem(grant)).answer).toMatchObject({
      error: 'interaction_required',
      error_codes: [50076],
    });
  });

  test('is for the application that it was given to', async () => {
    const { answer } = await byCode(await codeFor());
    const other = personScenario(sandbox, { tenant: scenario.tenant, roleName: 'Other' });
    const { status } = await redeem({
      grant_type: 'refresh_token',
      refresh_token: answer.refresh_token,
      client_id: other.clientId,
    });
    expect(status).toBe(400);
  });
});

describe('a device code', () => {
  test('is waited for, and ends', async () => {
    const { body } = await send('POST', 'oauth2/v2.0/devicecode', '', {
      client_id: scenario.clientId,
      scope: 'openid',
    });
    const { device_code: code } = JSON.parse(body);
    const grant = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: code,
    };
    expect((await redeem(grant)).answer.error).toBe('authorization_pending');
    now = new Date(now.getTime() + 16 * 60_000);
    expect((await redeem(grant)).answer.error).toBe('expired_token');
    expect((await redeem({ ...grant, device_code: 'x' })).answer.error).toBe(
      'bad_verification_code',
    );
  });
});

test('an application that has a secret proves itself, and one that has none cannot', async () => {
  scenario.client.isPublicClient = false;
  scenario.client.secrets.push('s3cret');
  const errorsOf = async (form: Record<string, string>) =>
    (await byCode(await codeFor(), form)).answer.error_codes;
  expect(await errorsOf({})).toEqual([7000218]);
  expect(await errorsOf({ client_secret: 'other' })).toEqual([7000215]);
  const { answer } = await byCode(await codeFor(), { client_secret: 's3cret' });
  expect(decodeJwt(answer.id_token).aud).toBe(scenario.clientId);
  const again = { grant_type: 'refresh_token', refresh_token: answer.refresh_token };
  expect((await redeem(again)).answer.error_codes).toEqual([7000218]);
  expect((await redeem({ ...again, client_secret: 's3cret' })).status).toBe(200);
  scenario.client.isPublicClient = true;
  expect(await errorsOf({ client_secret: 's3cret' })).toEqual([700025]);
});

test('claims that are mapped for a person are in that ID token, under those that Entra sets', async () => {
  Object.assign(scenario.person.mappedClaims, { team: 'red', aud: 'other' });
  const { answer } = await byCode(await codeFor());
  expect(decodeJwt(answer.id_token)).toMatchObject({ team: 'red', aud: scenario.clientId });
});

describe('the sign-in of the console', () => {
  const ask = (form: Record<string, string>) =>
    sandbox.handlers.signin({
      method: 'POST',
      path: '/federation',
      query: '',
      headers: {},
      body: String(new URLSearchParams({ Action: 'getSigninToken', ...form })),
    });

  test('knows credentials that STS has given, and how long a session may last', async () => {
    const { role } = scenario;
    const session = sandbox.aws.openSession({
      role,
      name: 'person',
      durationSeconds: 3600,
      policy: undefined,
      policyArns: [],
      tags: {},
      transitiveTagKeys: [],
      sourceIdentity: undefined,
    });
    const known = {
      sessionId: session.accessKeyId,
      sessionKey: session.secretAccessKey,
      sessionToken: session.sessionToken,
    };
    const json = (changed: object) => JSON.stringify({ ...known, ...changed });
    expect((await ask({ Session: json({}) })).status).toBe(200);
    expect((await ask({ Session: json({ sessionKey: 'other' }) })).status).toBe(400);
    expect((await ask({ Session: json({}), SessionDuration: '899' })).status).toBe(400);
    expect((await ask({ Session: 'no JSON' })).status).toBe(400);
    now = new Date(now.getTime() + 2 * 3_600_000);
    expect((await ask({ Session: json({}) })).status).toBe(400);
  });
});
