import { type EntraTenant, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { send } from './client.ts';
import { graphApp, graphRequest, logIn } from './graph-client.ts';

let sandbox: Sandbox;
let tenant: EntraTenant;
let now = new Date();

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
});
beforeEach(() => {
  now = new Date();
  tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
});
afterAll(() => sandbox.close());

const listWith = (token: string | undefined) => graphRequest(sandbox, token)('GET', 'applications');

describe('a token', () => {
  test('is for Graph, of a key of Entra, in time, and tells what was granted', async () => {
    const { token, request } = await graphApp(sandbox, tenant, 'Application.Read.All');
    expect(decodeJwt(token)).toMatchObject({
      aud: 'https://graph.microsoft.com',
      roles: ['Application.Read.All'],
    });
    expect((await request('GET', 'applications')).status).toBe(200);
    const create = await request('POST', 'applications', { displayName: 'x' });
    expect([create.status, create.body.error]).toEqual([
      403,
      {
        code: 'Authorization_RequestDenied',
        message: 'Insufficient privileges to complete the operation.',
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': create.headers['request-id'],
          'client-request-id': create.headers['client-request-id'],
        },
      },
    ]);
    now = new Date(now.getTime() + 24 * 3_600_000);
    const late = await request('GET', 'applications');
    expect([late.status, late.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(late.body.error.message).toContain('the token is expired');
  });

  test('of a key that is published no more is refused, though it was taken before', async () => {
    const { request } = await graphApp(sandbox, tenant, 'Application.Read.All');
    expect((await request('GET', 'applications')).status).toBe(200);
    await sandbox.entra.rollSigningKey();
    expect((await request('GET', 'applications')).status).toBe(200);
    sandbox.entra.retireSigningKeys();
    expect((await request('GET', 'applications')).body.error.code).toBe(
      'InvalidAuthenticationToken',
    );
  });

  test('for somebody else, or changed, is refused', async () => {
    const { token, app } = await graphApp(sandbox, tenant, 'Application.Read.All');
    const own = { clientId: app.clientId, scope: `${app.clientId}/.default` };
    const other = (await logIn(sandbox, tenant, own)).body.access_token as string;
    const [header, payload = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    claims.roles.push('Application.ReadWrite.All');
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
    for (const [wrong, words] of [
      [undefined, 'Access token is empty.'],
      ['opaque', 'JWT is not well formed'],
      [other, 'Invalid audience'],
      [`${header}.${forged}.${signature}`, 'Signature is invalid'],
    ] as const) {
      const { status, body } = await listWith(wrong);
      expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
      expect(body.error.message).toContain(words);
    }
  });

  test('of one tenant shows nothing of another', async () => {
    const other = sandbox.entra.tenant();
    other.app({ displayName: 'theirs' });
    const { request } = await graphApp(sandbox, tenant, 'Application.Read.All');
    expect((await request('GET', 'applications')).body.value).toHaveLength(1);
  });

  test('is given to a managed identity too', async () => {
    const identity = tenant.app();
    tenant.grantGraph(identity, 'Application.ReadWrite.OwnedBy');
    sandbox.machine.tenant = tenant;
    sandbox.machine.systemAssigned = identity;
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER = '' } = sandbox.machine.environment('App Service');
    const query = 'api-version=2019-08-01&resource=https://graph.microsoft.com/';
    const response = await fetch(`${IDENTITY_ENDPOINT}?${query}`, {
      headers: { 'x-identity-header': IDENTITY_HEADER },
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    expect((await listWith(token)).status).toBe(200);
  });
});

describe('ownership', () => {
  test('limits what is written, not what is read', async () => {
    const mine = await graphApp(sandbox, tenant, 'Application.ReadWrite.OwnedBy');
    const all = await graphApp(sandbox, tenant, 'Application.ReadWrite.All');
    const { body } = await all.request('POST', 'applications', { displayName: 'theirs' });
    expect((await mine.request('GET', `applications/${body.id}`)).status).toBe(200);
    const notes = { notes: 'changed' };
    const refused = await mine.request('PATCH', `applications/${body.id}`, notes);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'Authorization_RequestDenied']);
    const principal = await mine.request('POST', 'servicePrincipals', { appId: body.appId });
    expect(principal.status).toBe(403);
    expect((await mine.request('DELETE', `applications/${body.id}`)).status).toBe(403);
    expect((await all.request('PATCH', `applications/${body.id}`, notes)).status).toBe(204);
  });
});

test('requests are recorded and can be answered by an intercept', async () => {
  const { request } = await graphApp(sandbox, tenant, 'Application.Read.All');
  await request('GET', 'applications');
  const [last] = sandbox.requests.slice(-1);
  expect([last?.service, last?.path]).toEqual(['graph', '/v1.0/applications']);
  expect(sandbox.connections.graph).toBeGreaterThan(0);
  sandbox.intercept = (service) =>
    service === 'graph' ? { status: 503, headers: {}, body: '' } : undefined;
  const { status } = await send(sandbox, `${sandbox.graphUrl}/v1.0/applications`);
  sandbox.intercept = undefined;
  expect(status).toBe(503);
});
