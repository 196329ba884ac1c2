import { type EntraTenant, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type GraphApp, graphApp } from './graph-client.ts';

let sandbox: Sandbox;
let tenant: EntraTenant;
let owner: GraphApp;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
  owner = await graphApp(sandbox, tenant, 'Application.ReadWrite.OwnedBy');
});
afterAll(() => sandbox.close());

const create = async (body: object = {}) =>
  (await owner.request('POST', 'applications', { displayName: 'x', ...body })).body;

describe('policies', () => {
  test('are kept, checked and assigned to one service principal', async () => {
    const admin = await graphApp(
      sandbox,
      tenant,
      'Policy.ReadWrite.ApplicationConfiguration',
      'Policy.Read.All',
      'Application.ReadWrite.All',
    );
    const policy = {
      displayName: 'aws',
      definition: [JSON.stringify({ ClaimsMappingPolicy: { Version: 1 } })],
    };
    const collection = 'policies/claimsMappingPolicies';
    expect((await admin.request('POST', collection, { displayName: 'x' })).status).toBe(400);
    const made = await admin.request('POST', collection, policy);
    expect([made.status, made.body]).toMatchObject([201, policy]);
    const { appId } = await create();
    const principal = (await owner.request('POST', 'servicePrincipals', { appId })).body;
    const path = `servicePrincipals/${principal.id}/claimsMappingPolicies`;
    const reference = {
      '@odata.id': `https://graph.microsoft.com/v1.0/policies/claimsMappingPolicies/${made.body.id}`,
    };
    expect((await admin.request('POST', `${path}/$ref`, reference)).status).toBe(204);
    expect((await admin.request('POST', `${path}/$ref`, reference)).status).toBe(400);
    expect((await admin.request('GET', path)).body.value).toEqual([made.body]);
    expect((await admin.request('DELETE', `${path}/${made.body.id}/$ref`)).status).toBe(204);
    expect((await admin.request('GET', path)).body.value).toEqual([]);
    expect(
      (await admin.request('POST', 'identity/customAuthenticationExtensions', {})).status,
    ).toBe(403);
  });

  test('of what runs at sign-in are kept and checked', async () => {
    const admin = await graphApp(
      sandbox,
      tenant,
      'CustomAuthenticationExtension.ReadWrite.All',
      'EventListener.ReadWrite.All',
    );
    const extension = {
      '@odata.type': '#microsoft.graph.onTokenIssuanceStartCustomExtension',
      displayName: 'claims',
      endpointConfiguration: { targetUrl: 'https://claims.example/api' },
      authenticationConfiguration: { resourceId: 'api://claims.example/1' },
    };
    const extensions = 'identity/customAuthenticationExtensions';
    const plain = { endpointConfiguration: { targetUrl: 'http://claims.example/api' } };
    expect((await admin.request('POST', extensions, { ...extension, ...plain })).status).toBe(400);
    const { body } = await admin.request('POST', extensions, extension);
    await admin.request('PATCH', `${extensions}/${body.id}`, { displayName: 'other' });
    const read = await admin.request('GET', `${extensions}/${body.id}`);
    expect(read.body).toEqual({ ...extension, id: body.id, displayName: 'other' });
    const listener = {
      '@odata.type': '#microsoft.graph.onTokenIssuanceStartListener',
      handler: { customExtension: { id: body.id } },
    };
    const listeners = 'identity/authenticationEventListeners';
    const made = await admin.request('POST', listeners, listener);
    expect(made.status).toBe(201);
    expect((await admin.request('DELETE', `${listeners}/${made.body.id}`)).status).toBe(204);
    expect((await admin.request('GET', listeners)).body.value).toEqual([]);
  });
});
