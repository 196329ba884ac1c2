import { type EntraTenant, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { postForm, send, tokenEndpoint } from './client.ts';
import { type GraphApp, graphApp } from './graph-client.ts';

const AUDIENCE = 'api://AzureADTokenExchange';
const GITHUB = {
  name: 'github-main',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:contoso/website:ref:refs/heads/main',
  audiences: [AUDIENCE],
};

let sandbox: Sandbox;
let tenant: EntraTenant;
let owner: GraphApp;
let appId: string;
let path: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  tenant = sandbox.entra.tenant();
  owner = await graphApp(sandbox, tenant, 'Application.ReadWrite.OwnedBy');
  const { body } = await owner.request('POST', 'applications', { displayName: 'pipeline' });
  appId = body.appId;
  path = `applications/${body.id}/federatedIdentityCredentials`;
  await owner.request('POST', 'servicePrincipals', { appId });
});
afterAll(() => sandbox.close());

const logIn = async (subject: string) => {
  const { environment } = sandbox.github.grant({ subject });
  const url = `${environment['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=${AUDIENCE}`;
  const bearer = `Bearer ${environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`;
  const job = await send(sandbox, url, { headers: { authorization: bearer } });
  const answer = await postForm(sandbox, tokenEndpoint(sandbox, tenant.id), {
    grant_type: 'client_credentials',
    client_id: appId,
    scope: `${appId}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: JSON.parse(job.body).value,
  });
  return answer.status === 200 ? 'in' : JSON.parse(answer.body).error_codes[0];
};

test('one that Graph was given lets its subject in, until it is removed', async () => {
  expect(await logIn(GITHUB.subject)).toBe(700211);
  const made = await owner.request('POST', path, GITHUB);
  expect([made.status, made.body]).toEqual([
    201,
    { ...GITHUB, id: expect.any(String), description: null },
  ]);
  expect(await logIn(GITHUB.subject)).toBe('in');
  expect(await logIn('repo:contoso/other:ref:refs/heads/main')).toBe(700213);
  expect((await owner.request('GET', path)).body.value).toEqual([made.body]);
  expect((await owner.request('DELETE', `${path}/${made.body.id}`)).status).toBe(204);
  expect(await logIn(GITHUB.subject)).toBe(700211);
});

test('one is made or changed by its name', async () => {
  const prefer = { prefer: 'create-if-missing' };
  const named = `${path}(name='github-main')`;
  const { name: _, ...body } = GITHUB;
  expect((await owner.request('PATCH', named, body)).status).toBe(404);
  expect((await owner.request('PATCH', named, body, prefer)).status).toBe(201);
  const subject = 'repo:contoso/website:environment:production';
  expect((await owner.request('PATCH', named, { ...body, subject }, prefer)).status).toBe(204);
  expect((await owner.request('GET', `${path}/github-main`)).body).toMatchObject({ subject });
  expect(await logIn(subject)).toBe('in');
});

test.each([
  [{}, 409, 'FederatedIdentityCredential with name github-main already exists.'],
  [{ name: 'other' }, 400, 'combination of issuer and subject must be unique'],
  [{ name: 'a b' }, 400, "property 'name'"],
  [{ name: 'other', issuer: 'http://plain.example' }, 400, "property 'issuer'"],
  [{ name: 'other', audiences: ['a', 'b'] }, 400, "property 'audiences'"],
])('%j beside the first is refused', async (changed, status, words) => {
  await owner.request('POST', path, GITHUB);
  const refused = await owner.request('POST', path, { ...GITHUB, ...changed });
  expect(refused.status).toBe(status);
  expect(refused.body.error.message).toContain(words);
});

test('there are at most twenty', async () => {
  for (let number = 1; number <= 20; number += 1) {
    const one = { ...GITHUB, name: `number-${number}`, subject: `repo:contoso/${number}` };
    expect((await owner.request('POST', path, one)).status).toBe(201);
  }
  expect((await owner.request('POST', path, GITHUB)).status).toBe(400);
});
