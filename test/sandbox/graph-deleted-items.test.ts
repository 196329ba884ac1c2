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

describe('the recycle bin', () => {
  const BIN = 'directory/deletedItems';

  test('keeps an application with its identifier URIs and service principal, to be restored', async () => {
    const uri = 'https://contoso.onmicrosoft.com/aws';
    const { id, appId } = await create({ identifierUris: [uri], tags: ['mine'] });
    const principal = await owner.request('POST', 'servicePrincipals', { appId });
    await owner.request('DELETE', `applications/${id}`);
    const bin = await owner.request(
      'GET',
      encodeURI(`${BIN}/microsoft.graph.application?$filter=tags/any(t:t eq 'mine')`),
    );
    expect(bin.body.value).toMatchObject([{ id, deletedDateTime: expect.any(String) }]);
    const again = await owner.request('POST', 'applications', {
      displayName: 'y',
      identifierUris: [uri],
    });
    expect([again.status, again.body.error.code]).toEqual([400, 'ObjectConflict']);
    expect((await owner.request('POST', `${BIN}/${id}/restore`)).body).toMatchObject({ appId });
    const read = await owner.request('GET', `servicePrincipals(appId='${appId}')`);
    expect(read.body.id).toBe(principal.body.id);
  });

  test('takes an application out of a list that is being read, and no other with it', async () => {
    for (const displayName of ['a', 'b', 'c', 'd']) await create({ displayName, tags: ['mine'] });
    const names: string[] = [];
    let next = encodeURI("applications?$filter=tags/any(t:t eq 'mine')&$top=2&$count=true");
    while (next !== '') {
      const { body } = await owner.request('GET', next);
      expect(body['@odata.count']).toBe(4 - names.length);
      for (const { id, displayName } of body.value) {
        names.push(displayName);
        await owner.request('DELETE', `applications/${id}`);
      }
      next = body['@odata.nextLink'] ?? '';
    }
    expect(names).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is emptied for good by those who may write the application', async () => {
    const { id } = await create();
    await owner.request('DELETE', `applications/${id}`);
    const other = await graphApp(sandbox, tenant, 'Application.ReadWrite.OwnedBy');
    expect((await other.request('DELETE', `${BIN}/${id}`)).status).toBe(403);
    tenant.rules.purgeAllowed = false;
    expect((await owner.request('DELETE', `${BIN}/${id}`)).status).toBe(400);
    tenant.rules.purgeAllowed = true;
    expect((await owner.request('DELETE', `${BIN}/${id}`)).status).toBe(204);
    expect((await owner.request('GET', `${BIN}/${id}`)).status).toBe(404);
  });

  test('holds unique names, unless the tenant says otherwise, and counts for the quota', async () => {
    const named = "applications(uniqueName='n')";
    const prefer = { prefer: 'create-if-missing' };
    const upsert = () => owner.request('PATCH', named, { displayName: 'x' }, prefer);
    const { body } = await upsert();
    await owner.request('DELETE', `applications/${body.id}`);
    expect((await upsert()).body.error.code).toBe('ObjectConflict');
    tenant.rules.deletedAppsHoldUniqueNames = false;
    expect((await upsert()).status).toBe(201);
    tenant.rules.objectQuota = 2;
    const full = await owner.request('POST', 'applications', { displayName: 'x' });
    expect([full.status, full.body.error.code]).toEqual([403, 'Directory_QuotaExceeded']);
  });
});

describe('owners', () => {
  test('are who made the application, and whom an administrator adds', async () => {
    const { id } = await create();
    const list = async () =>
      (await owner.request('GET', `applications/${id}/owners`)).body.value.map(
        (one: { id: string }) => one.id,
      );
    expect(await list()).toEqual([owner.app.servicePrincipalObjectId]);
    const person = tenant.person();
    const reference = {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${person.objectId}`,
    };
    const path = `applications/${id}/owners`;
    expect((await owner.request('POST', `${path}/$ref`, reference)).status).toBe(403);
    const all = await graphApp(sandbox, tenant, 'Application.ReadWrite.All');
    expect((await all.request('POST', `${path}/$ref`, reference)).status).toBe(204);
    expect((await all.request('POST', `${path}/$ref`, reference)).status).toBe(400);
    expect(await list()).toEqual([owner.app.servicePrincipalObjectId, person.objectId]);
    expect((await all.request('DELETE', `${path}/${person.objectId}/$ref`)).status).toBe(204);
    expect(await list()).toHaveLength(1);
  });

  test('are of a service principal too, and what somebody owns is listed', async () => {
    const { id, appId } = await create();
    const principal = (await owner.request('POST', 'servicePrincipals', { appId })).body;
    const all = await graphApp(sandbox, tenant, 'Application.ReadWrite.All');
    const owned = async (one: string, query = '') =>
      (await all.request('GET', `servicePrincipals/${one}/ownedObjects${query}`)).body;
    const old = owner.app.servicePrincipalObjectId;
    const own = (await owned(old, '?$select=id')).value;
    expect(own).toEqual(
      expect.arrayContaining([
        { '@odata.type': '#microsoft.graph.application', id },
        { '@odata.type': '#microsoft.graph.servicePrincipal', id: principal.id },
      ]),
    );
    const first = await owned(old, '?$top=1');
    expect(first.value).toHaveLength(1);
    expect((await all.request('GET', first['@odata.nextLink'])).body.value).toHaveLength(1);
    const next = tenant.app().servicePrincipalObjectId;
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${next}` };
    const path = `servicePrincipals/${principal.id}/owners/$ref`;
    expect((await owner.request('POST', path, reference)).status).toBe(403);
    expect((await all.request('POST', path, reference)).status).toBe(204);
    expect((await all.request('POST', path, reference)).status).toBe(400);
    expect((await owned(next)).value.map((one: { id: string }) => one.id)).toEqual([principal.id]);
  });
});
