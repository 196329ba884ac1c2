import { type EntraTenant, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CERTIFICATE, type GraphApp, graphApp, keyCredential, logIn } from './graph-client.ts';

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

const upsert = (name: string, body: object = {}) =>
  owner.request(
    'PATCH',
    `applications(uniqueName='${name}')`,
    { displayName: 'AWS', ...body },
    {
      prefer: 'create-if-missing',
    },
  );

describe('an application', () => {
  test('is made once by its unique name, and written after that', async () => {
    const made = await upsert('one', { tags: ['entra-aws-creds'] });
    expect([made.status, made.body.uniqueName, made.body.tags]).toEqual([
      201,
      'one',
      ['entra-aws-creds'],
    ]);
    const again = await upsert('one', { notes: 'mine' });
    expect([again.status, again.body]).toEqual([204, undefined]);
    const read = await owner.request('GET', "applications(uniqueName='one')");
    expect(read.body).toMatchObject({ id: made.body.id, notes: 'mine' });
    const bare = await owner.request('PATCH', "applications(uniqueName='other')", {
      displayName: 'AWS',
    });
    expect([bare.status, bare.body.error.code]).toEqual([404, 'Request_ResourceNotFound']);
  });

  test('logs in with what Graph was told: its certificate, version and identifier URI', async () => {
    const { body } = await upsert('two', { keyCredentials: [keyCredential(CERTIFICATE)] });
    const { id, appId } = body;
    const scope = `${appId}/.default`;
    const early = await logIn(sandbox, tenant, { clientId: appId, scope });
    expect(early.body.error_codes).toEqual([7000229]);
    const principal = await owner.request('POST', 'servicePrincipals', { appId });
    expect(principal.status).toBe(201);
    await owner.request('PATCH', `applications/${id}`, {
      api: { requestedAccessTokenVersion: 2 },
      identifierUris: [`api://${appId}`],
    });
    const own = await logIn(sandbox, tenant, { clientId: appId, scope });
    const claims = JSON.parse(
      Buffer.from(own.body.access_token.split('.')[1], 'base64url').toString(),
    );
    expect(claims).toMatchObject({ ver: '2.0', azp: appId, sub: principal.body.id });
    const client = { clientId: owner.app.clientId, scope: `api://${appId}/.default` };
    expect((await logIn(sandbox, tenant, client)).status).toBe(200);
    await owner.request('PATCH', `servicePrincipals/${principal.body.id}`, {
      accountEnabled: false,
    });
    const disabled = await logIn(sandbox, tenant, { clientId: appId, scope });
    expect(disabled.body.error_codes).toEqual([7000112]);
    expect((await owner.request('DELETE', `applications(appId='${appId}')`)).status).toBe(204);
    const gone = await logIn(sandbox, tenant, { clientId: appId, scope });
    expect(gone.body.error_codes).toEqual([700016]);
    expect((await owner.request('GET', `applications/${id}`)).status).toBe(404);
  });

  test('is found by filter, with the properties that were asked for, page by page', async () => {
    for (const name of ['a', 'b', 'c']) await upsert(name, { tags: ['mine', name] });
    const mine = "$filter=tags/any(t:t eq 'mine')&$select=uniqueName,tags";
    const found: string[] = [];
    let next = encodeURI(`applications?${mine}&$top=2`);
    while (next !== '') {
      const page = await owner.request('GET', next);
      expect(page.status).toBe(200);
      for (const app of page.body.value) {
        expect(Object.keys(app)).toEqual(['tags', 'uniqueName']);
        found.push(app.uniqueName);
      }
      next = page.body['@odata.nextLink'] ?? '';
    }
    expect(found).toEqual(['a', 'b', 'c']);
    const odd = await owner.request('GET', "applications?$filter=notes%20lt%20'x'");
    expect([odd.status, odd.body.error.code]).toEqual([400, 'Request_UnsupportedQuery']);
  });

  test('is refused as a whole when one property is wrong', async () => {
    const { body } = await upsert('whole');
    const wrong = { displayName: 'other', tags: 'none' };
    expect((await owner.request('PATCH', `applications/${body.id}`, wrong)).status).toBe(400);
    const unknown = { displayName: 'other', colour: 'red' };
    expect((await owner.request('PATCH', `applications/${body.id}`, unknown)).status).toBe(400);
    const read = await owner.request('GET', `applications/${body.id}`);
    expect(read.body.displayName).toBe('AWS');
  });
});

describe('a service principal', () => {
  test('is made once, and only of an application that is there', async () => {
    const { body } = await upsert('sp');
    const made = await owner.request('POST', 'servicePrincipals', {
      appId: body.appId,
      tags: ['HideApp'],
      appRoleAssignmentRequired: true,
    });
    expect(made.body).toMatchObject({ tags: ['HideApp'], appRoleAssignmentRequired: true });
    const second = await owner.request('POST', 'servicePrincipals', { appId: body.appId });
    expect([second.status, second.body.error.code]).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
    ]);
    const read = await owner.request('GET', `servicePrincipals(appId='${body.appId}')`);
    expect(read.body.id).toBe(made.body.id);
    expect((await owner.request('DELETE', `servicePrincipals/${made.body.id}`)).status).toBe(204);
    const gone = await owner.request('GET', `servicePrincipals/${made.body.id}`);
    expect(gone.status).toBe(404);
    const of = (appId: string) => owner.request('POST', 'servicePrincipals', { appId });
    expect((await of(crypto.randomUUID())).body.error.message).toContain('backing application');
    const all = await graphApp(sandbox, tenant, 'Application.ReadWrite.All');
    const nothing = { appId: crypto.randomUUID() };
    const refused = await all.request('POST', 'servicePrincipals', nothing);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'NoBackingApplicationObject']);
  });
});
