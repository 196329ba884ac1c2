import { type EntraTenant, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { postForm } from './client.ts';
import { type GraphApp, graphApp, logIn } from './graph-client.ts';

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

describe('an app role', () => {
  const ROLE = {
    id: '6b1f7bd6-6e2d-4a55-9d6c-0c7a2a1f4a10',
    value: 'Bindings.Write',
    displayName: 'Write bindings',
    description: 'Write bindings',
    isEnabled: true,
    allowedMemberTypes: ['Application', 'User'],
  };

  test('that a client is assigned is in its tokens, one of Graph’s too', async () => {
    const { appId } = await create({ appRoles: [ROLE] });
    const resource = (await owner.request('POST', 'servicePrincipals', { appId })).body;
    const admin = await graphApp(sandbox, tenant, 'AppRoleAssignment.ReadWrite.All');
    const principalId = owner.app.servicePrincipalObjectId;
    const assign = (resourceId: string, appRoleId: string) =>
      admin.request('POST', `servicePrincipals/${resourceId}/appRoleAssignedTo`, {
        principalId,
        resourceId,
        appRoleId,
      });
    const made = await assign(resource.id, ROLE.id);
    expect([made.status, made.body.principalType]).toEqual([201, 'ServicePrincipal']);
    expect((await assign(resource.id, ROLE.id)).status).toBe(400);
    expect((await assign(resource.id, crypto.randomUUID())).status).toBe(400);
    const clientId = owner.app.clientId;
    const token = await logIn(sandbox, tenant, { clientId, scope: `${appId}/.default` });
    expect(decodeJwt(token.body.access_token)['roles']).toEqual(['Bindings.Write']);
    const graph = await admin.request(
      'GET',
      "servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
    );
    expect(graph.status).toBe(403);
    const seen = await owner.request(
      'GET',
      "servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
    );
    const read = seen.body.appRoles.find(
      ({ value }: { value: string }) => value === 'User.Read.All',
    );
    await assign(seen.body.id, read.id);
    const more = await logIn(sandbox, tenant, {
      clientId,
      scope: 'https://graph.microsoft.com/.default',
    });
    expect(decodeJwt(more.body.access_token)['roles']).toContain('User.Read.All');
  });

  test('of a person is listed, by group too, and lets them sign in', async () => {
    const person = tenant.person();
    const group = tenant.group('aws-admins', [person]);
    const outer = tenant.group('everybody');
    outer.members.push(group);
    const resource = tenant.app({ isPublicClient: true });
    resource.assigned = new Set();
    resource.registration.appRoles = [ROLE];
    const admin = await graphApp(
      sandbox,
      tenant,
      'AppRoleAssignment.ReadWrite.All',
      'User.Read.All',
      'GroupMember.Read.All',
    );
    const resourceId = resource.servicePrincipalObjectId;
    const assigned = { principalId: group.objectId, resourceId, appRoleId: ROLE.id };
    await admin.request('POST', `servicePrincipals/${resourceId}/appRoleAssignedTo`, assigned);
    const path = `users/${person.objectId}/appRoleAssignments`;
    const { body } = await admin.request('GET', `${path}?$filter=resourceId%20eq%20${resourceId}`);
    expect(body.value).toMatchObject([
      { ...assigned, principalType: 'Group', principalDisplayName: 'aws-admins' },
    ]);
    const query = new URLSearchParams({
      client_id: resource.clientId,
      redirect_uri: 'http://localhost',
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    });
    resource.redirectUris.push('http://localhost');
    const signIn = async (who: typeof person) => {
      const typed = { login: who.userPrincipalName, password: who.password };
      const page = `${sandbox.entraUrl}/${tenant.id}/oauth2/v2.0/authorize?${query}`;
      return (await postForm(sandbox, page, typed)).status;
    };
    const stranger = tenant.person({ userPrincipalName: 'eve@contoso.onmicrosoft.com' });
    outer.members.push(stranger);
    expect([await signIn(person), await signIn(stranger)]).toEqual([302, 200]);
    const memberships = await admin.request('GET', `users/${person.objectId}/transitiveMemberOf`);
    expect(
      memberships.body.value.map(({ displayName }: { displayName: string }) => displayName),
    ).toEqual(['aws-admins', 'everybody']);
  });
});

describe('people', () => {
  test('are read by ID or name, with what was selected', async () => {
    const person = tenant.person({ displayName: 'Grace Hopper' });
    person.profile = { department: 'Navy' };
    const admin = await graphApp(sandbox, tenant, 'User.Read.All', 'Organization.Read.All');
    const named = `users/${encodeURIComponent(person.userPrincipalName)}`;
    const { body } = await admin.request('GET', `${named}?$select=displayName,department`);
    expect(body).toEqual({ displayName: 'Grace Hopper', department: 'Navy' });
    const usual = await admin.request('GET', `users/${person.objectId}`);
    expect(usual.body).not.toHaveProperty('department');
    expect((await admin.request('GET', 'me')).status).toBe(400);
    const organization = await admin.request('GET', 'organization');
    expect(organization.body.value).toMatchObject([{ id: tenant.id }]);
    expect((await owner.request('GET', named)).status).toBe(403);
  });
});
