import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import {
  issueCertificate,
  type StandardScenario,
  standardScenario,
} from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { sandboxOfFile } from '../standard-sandbox.ts';
import {
  type AssertionChanges,
  accessToken,
  assertion,
  postForm,
  send,
  thumbprintHeader,
  tokenEndpoint,
  tokenForm,
} from './client.ts';

const sandbox = await sandboxOfFile();
const certificate = issueCertificate({ commonName: 'build-pipeline' });
const other = issueCertificate({ commonName: 'somebody-else' });
let scenario: StandardScenario;

beforeEach(async () => {
  sandbox.entra.tenants.length = 0;
  sandbox.entra.cloud = 'public';
  sandbox.entra.tokenLifetimeSeconds = undefined;
  scenario = await standardScenario(sandbox, { certificate });
});

async function refusal(
  form: Readonly<Record<string, string | undefined>>,
  options: { tenant?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; error: string; code: number; description: string }> {
  const url = tokenEndpoint(sandbox, options.tenant ?? scenario.tenantId);
  const { status, body } = await postForm(sandbox, url, form, options.headers);
  const parsed = JSON.parse(body);
  return {
    status,
    error: parsed.error,
    code: parsed.error_codes[0],
    description: parsed.error_description,
  };
}

async function validForm(): Promise<Record<string, string>> {
  return tokenForm(scenario, await assertion(sandbox, scenario));
}

async function refusedAssertion(changes: AssertionChanges) {
  return refusal(tokenForm(scenario, await assertion(sandbox, scenario, changes)));
}

describe('a token', () => {
  test('of version 1.0 says what the documentation says of one', async () => {
    const token = await accessToken(sandbox, scenario);
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createLocalJWKSet(sandbox.entra.signingKey.keySet),
      { issuer: `https://sts.windows.net/${scenario.tenantId}/`, audience: scenario.audience },
    );
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    expect(payload).toMatchObject({
      appid: scenario.clientId,
      appidacr: '2',
      oid: scenario.tokenSubject,
      sub: scenario.tokenSubject,
      tid: scenario.tenantId,
      ver: '1.0',
    });
    expect(payload).not.toHaveProperty('azp');
    expect(payload).not.toHaveProperty('roles');
  });

  test('of version 2.0 names the resource by its client ID and the client as azp', async () => {
    scenario.resource.requestedAccessTokenVersion = 2;
    scenario.resource.assignedRoles[scenario.clientId] = ['Deploy'];
    const { payload } = await jwtVerify(
      await accessToken(sandbox, scenario),
      createLocalJWKSet(sandbox.entra.signingKey.keySet),
      {
        issuer: `https://login.microsoftonline.com/${scenario.tenantId}/v2.0`,
        audience: scenario.resource.clientId,
      },
    );
    expect(payload).toMatchObject({
      azp: scenario.clientId,
      azpacr: '2',
      roles: ['Deploy'],
      ver: '2.0',
    });
    expect(payload).not.toHaveProperty('appid');
  });

  test('of version 1.0 has the resource as audience just as it was asked for', async () => {
    const scope = `${scenario.resource.clientId}/.default`;
    const token = await accessToken(sandbox, scenario, { scope });
    const { payload } = await jwtVerify(token, createLocalJWKSet(sandbox.entra.signingKey.keySet));
    expect(payload.aud).toBe(scenario.resource.clientId);
  });

  test('lives 60 to 90 minutes, or as long as it is told to', async () => {
    const url = tokenEndpoint(sandbox, scenario.tenantId);
    const first = JSON.parse((await postForm(sandbox, url, await validForm())).body);
    expect(first.token_type).toBe('Bearer');
    expect(first.expires_in).toBeGreaterThanOrEqual(3600);
    expect(first.expires_in).toBeLessThan(5400);
    sandbox.entra.tokenLifetimeSeconds = 600;
    expect(JSON.parse((await postForm(sandbox, url, await validForm())).body).expires_in).toBe(600);
  });

  test('can be had with RS256 and the SHA-1 thumbprint, and by a domain of the tenant', async () => {
    const url = tokenEndpoint(sandbox, scenario.tenantDomain);
    const header = {
      alg: 'RS256',
      'x5t#S256': undefined,
      x5t: thumbprintHeader(certificate.thumbprintSha1),
    };
    const jwt = await assertion(sandbox, scenario, { header, claims: { aud: url } });
    expect((await postForm(sandbox, url, tokenForm(scenario, jwt))).status).toBe(200);
  });

  test('of an app for itself must be asked for by the client ID', async () => {
    scenario.client.appIdUris.push('api://self');
    const form = { ...(await validForm()), scope: 'api://self/.default' };
    expect(await refusal(form)).toMatchObject({ status: 400, code: 90009 });
    const scope = `${scenario.clientId}/.default`;
    await expect(accessToken(sandbox, scenario, { scope })).resolves.toMatch(/^ey/);
  });

  test.each([
    ['usgov', 'https://sts.windows.net/{}/', 'https://login.microsoftonline.us/{}/v2.0'],
    [
      'china',
      'https://sts.chinacloudapi.cn/{}/',
      'https://login.partner.microsoftonline.cn/{}/v2.0',
    ],
  ] as const)('has the issuers of the cloud %s', (cloud, v1, v2) => {
    sandbox.entra.cloud = cloud;
    const { tenant } = scenario;
    expect(sandbox.entra.issuer(tenant, 1)).toBe(v1.replace('{}', tenant.id));
    expect(sandbox.entra.issuer(tenant, 2)).toBe(v2.replace('{}', tenant.id));
  });
});

describe('the token endpoint refuses', () => {
  test('in the shape that Entra gives its errors', async () => {
    const url = tokenEndpoint(sandbox, scenario.tenantId);
    const form = { ...(await validForm()), client_id: 'nobody' };
    const id = '11111111-2222-4333-8444-555555555555';
    const answer = await postForm(sandbox, url, form, { 'client-request-id': id });
    const body = JSON.parse(answer.body);
    expect(body).toMatchObject({
      error: 'unauthorized_client',
      error_codes: [700016],
      correlation_id: id,
      error_uri: `${sandbox.entraUrl}/error?code=700016`,
    });
    expect(body.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    expect(body.error_description).toBe(
      `AADSTS700016: Application with identifier 'nobody' was not found in the directory '${scenario.tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant. Trace ID: ${body.trace_id} Correlation ID: ${id} Timestamp: ${body.timestamp}`,
    );
  });

  test('a tenant it does not have', async () => {
    const tenant = '00000000-0000-4000-8000-000000000000';
    expect(await refusal(await validForm(), { tenant })).toMatchObject({
      status: 400,
      code: 90002,
    });
    expect(await refusal(await validForm(), { tenant: 'common' })).toMatchObject({ code: 50059 });
  });

  test.each([
    ['grant_type', undefined, 900144, 400],
    ['client_id', undefined, 900144, 400],
    ['scope', undefined, 900144, 400],
    ['client_assertion_type', undefined, 900144, 400],
    ['client_assertion', undefined, 7000218, 401],
    ['client_secret', 'guess', 7000215, 401],
    ['grant_type', 'password', 70003, 400],
    ['client_assertion_type', 'saml', 90023, 400],
    ['client_assertion', 'no.jwt', 50027, 400],
    ['scope', 'api://nothing/.default', 500011, 400],
    ['scope', 'api://a/.default api://b/.default', 70011, 400],
    ['scope', 'api://a/read', 1002012, 400],
    ['scope', '/.default', 1002012, 400],
  ])('%s = %s with AADSTS%d', async (name, value, code, status) => {
    expect(await refusal({ ...(await validForm()), [name]: value })).toMatchObject({
      code,
      status,
    });
  });

  test('a body that is no form', async () => {
    const headers = { 'content-type': 'application/json' };
    expect(await refusal(await validForm(), { headers })).toMatchObject({ code: 900144 });
  });

  test('another method than POST', async () => {
    const answer = await send(sandbox, tokenEndpoint(sandbox, scenario.tenantId));
    expect(JSON.parse(answer.body).error_codes).toEqual([900561]);
  });

  test('an app that is disabled', async () => {
    scenario.client.enabled = false;
    expect(await refusal(await validForm())).toMatchObject({ code: 7000112 });
  });
});

describe('an assertion is refused', () => {
  test('with a certificate that is not registered', async () => {
    const result = await refusedAssertion({ certificate: other });
    expect(result).toMatchObject({ status: 401, error: 'invalid_client', code: 700027 });
    expect(result.description).toContain('The key was not found.');
    expect(result.description).toContain(other.thumbprintSha256);
  });

  test('with a key that is not the certificate’s', async () => {
    const result = await refusedAssertion({ keyPem: other.privateKeyPem });
    expect(result).toMatchObject({ status: 401, code: 700027 });
    expect(result.description).toContain('did not match the expected signature value');
  });

  test.each([
    ['expired', { notBefore: -20, notAfter: -10 }, 700027, 'The key used is expired.'],
    ['not yet valid', { notBefore: 10, notAfter: 20 }, 1000502, 'validity window'],
  ])('with a certificate that is %s', async (_, days, code, text) => {
    const at = (offset: number) => new Date(Date.now() + offset * 24 * 3600 * 1000);
    const outdated = issueCertificate({
      commonName: 'outdated',
      notBefore: at(days.notBefore),
      notAfter: at(days.notAfter),
      privateKeyPem: certificate.privateKeyPem,
    });
    scenario.client.registerCertificate(outdated.certificatePem);
    const result = await refusedAssertion({ certificate: outdated });
    expect(result).toMatchObject({ status: 401, code });
    expect(result.description).toContain(text);
  });

  test.each<[string, AssertionChanges, number]>([
    ['without a thumbprint', { header: { 'x5t#S256': undefined } }, 5002730],
    ['with an algorithm it does not take', { header: { alg: 'RS512' } }, 5002738],
    ['for another audience', { claims: { aud: 'https://login.example/token' } }, 700023],
    ['of another issuer', { claims: { iss: 'somebody' } }, 700021],
    ['of another subject', { claims: { sub: 'somebody' } }, 700021],
    ['without a jti', { claims: { jti: '' } }, 50027],
    ['without an end', { claims: { exp: undefined as never } }, 50027],
    ['that has ended', { claims: { exp: Math.floor(Date.now() / 1000) - 400 } }, 700024],
    ['that has not begun', { claims: { nbf: Math.floor(Date.now() / 1000) + 400 } }, 700024],
  ])('%s', async (_, changes, code) => {
    expect(await refusedAssertion(changes)).toMatchObject({ code });
  });

  test('the second time', async () => {
    const form = await validForm();
    const url = tokenEndpoint(sandbox, scenario.tenantId);
    expect((await postForm(sandbox, url, form)).status).toBe(200);
    expect(await refusal(form)).toMatchObject({ status: 401, code: 50013 });
  });

  test('not for five minutes of difference between the clocks', async () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { nbf: now + 250, iat: now + 250, exp: now + 850 };
    const jwt = await assertion(sandbox, scenario, { claims });
    const url = tokenEndpoint(sandbox, scenario.tenantId);
    expect((await postForm(sandbox, url, tokenForm(scenario, jwt))).status).toBe(200);
  });
});

describe('a federated credential', () => {
  const issuer = 'https://token.actions.githubusercontent.com';
  const subject = 'repo:contoso/website:ref:refs/heads/main';
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyPem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicPem = createPublicKey(keys.privateKey)
    .export({ type: 'spki', format: 'pem' })
    .toString();

  async function formWith(claims: Record<string, unknown>, pem = keyPem) {
    const now = Math.floor(Date.now() / 1000);
    const jwt = await new SignJWT({
      iss: issuer,
      sub: subject,
      aud: 'api://AzureADTokenExchange',
      exp: now + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(await importPKCS8(pem, 'RS256'));
    return tokenForm(scenario, jwt);
  }

  beforeEach(() => {
    scenario.client.federatedCredentials.push({ issuer, subject, keys: publicPem });
  });

  test('admits the token it describes', async () => {
    const url = tokenEndpoint(sandbox, scenario.tenantId);
    expect((await postForm(sandbox, url, await formWith({}))).status).toBe(200);
  });

  test.each([
    ['issuer', { iss: 'https://issuer.example' }, 700211],
    ['subject', { sub: 'repo:contoso/other' }, 700213],
    ['subject but for its case', { sub: subject.toUpperCase() }, 7002138],
    ['audience', { aud: 'api://elsewhere' }, 700212],
    ['time', { exp: 1 }, 700024],
  ])('refuses another %s', async (_, claims, code) => {
    expect(await refusal(await formWith(claims))).toMatchObject({ status: 401, code });
  });

  test('refuses another key', async () => {
    const form = await formWith({}, certificate.privateKeyPem);
    expect(await refusal(form)).toMatchObject({ status: 401, code: 700027 });
  });
});

describe('the metadata', () => {
  test('of version 2.0 leads to the keys of a token', async () => {
    const base = `${sandbox.entraUrl}/${scenario.tenantDomain}/v2.0`;
    const answer = await send(sandbox, `${base}/.well-known/openid-configuration`);
    const metadata = JSON.parse(answer.body);
    expect(metadata.issuer).toBe(sandbox.entra.issuer(scenario.tenant, 2));
    expect(metadata.token_endpoint).toBe(tokenEndpoint(sandbox, scenario.tenantId));
    const keys = JSON.parse((await send(sandbox, metadata.jwks_uri)).body);
    const { kid } = decodeProtectedHeader(await accessToken(sandbox, scenario));
    expect(keys.keys.map((key: { kid: string }) => key.kid)).toContain(kid);
  });

  test('of version 1.0 has the issuer of version 1.0', async () => {
    const url = `${sandbox.entraUrl}/${scenario.tenantId}/.well-known/openid-configuration`;
    const metadata = JSON.parse((await send(sandbox, url)).body);
    expect(metadata.issuer).toBe(`https://sts.windows.net/${scenario.tenantId}/`);
    expect(metadata.jwks_uri).toBe(`${sandbox.entraUrl}/common/discovery/keys`);
    expect((await send(sandbox, metadata.jwks_uri)).status).toBe(200);
  });

  test('of a tenant that does not exist is refused', async () => {
    const url = `${sandbox.entraUrl}/nowhere.example/v2.0/.well-known/openid-configuration`;
    expect(JSON.parse((await send(sandbox, url)).body).error_codes).toEqual([90002]);
    expect((await send(sandbox, `${sandbox.entraUrl}/elsewhere`)).status).toBe(404);
  });
});
