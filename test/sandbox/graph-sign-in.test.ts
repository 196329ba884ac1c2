import { createHash } from 'node:crypto';
import {
  type EntraPerson,
  type EntraTenant,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { postForm, tokenEndpoint } from './client.ts';
import { graphRequest } from './graph-client.ts';

const COMMAND_LINE = '14d82eec-204b-4c2f-b7e8-296a70dab67e';
const SCOPE = 'openid offline_access https://graph.microsoft.com/Application.ReadWrite.All';
const VERIFIER = 'v'.repeat(43);

let sandbox: Sandbox;
let tenant: EntraTenant;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
});
afterAll(() => sandbox.close());

describe('a person', () => {
  const typed = (person: EntraPerson) => ({
    login: person.userPrincipalName,
    password: person.password,
  });
  const redeem = async (form: Record<string, string>) => {
    const endpoint = tokenEndpoint(sandbox, tenant.id);
    const answer = await postForm(sandbox, endpoint, { client_id: COMMAND_LINE, ...form });
    return JSON.parse(answer.body);
  };
  const inBrowser = async (person: EntraPerson) => {
    const query = new URLSearchParams({
      client_id: COMMAND_LINE,
      redirect_uri: 'http://localhost:4711',
      response_type: 'code',
      scope: SCOPE,
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const page = `${sandbox.entraUrl}/${tenant.id}/oauth2/v2.0/authorize?${query}`;
    const { headers } = await postForm(sandbox, page, typed(person));
    const code = new URL(String(headers['location'] ?? page)).searchParams.get('code') ?? '';
    return redeem({
      grant_type: 'authorization_code',
      code,
      code_verifier: VERIFIER,
      redirect_uri: 'http://localhost:4711',
    });
  };
  const withDevice = async (person: EntraPerson) => {
    const start = `${sandbox.entraUrl}/${tenant.id}/oauth2/v2.0/devicecode`;
    const asked = { client_id: COMMAND_LINE, scope: SCOPE };
    const device = JSON.parse((await postForm(sandbox, start, asked)).body);
    const code = { user_code: device.user_code, ...typed(person) };
    await postForm(sandbox, device.verification_uri, code);
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    return redeem({ grant_type: grant, device_code: device.device_code });
  };

  test.each([
    ['in a browser', inBrowser],
    ['with a device code', withDevice],
  ])('signs in to the command line tools %s, with scopes', async (_, signIn) => {
    const person = tenant.person({ directoryRoles: ['Application Administrator'] });
    const { access_token: token, refresh_token: refreshToken } = await signIn(person);
    expect(decodeJwt(token)).toMatchObject({
      azp: COMMAND_LINE,
      scp: 'Application.ReadWrite.All openid profile email',
    });
    const made = await graphRequest(sandbox, token)('POST', 'applications', { displayName: 'x' });
    expect(made.status).toBe(201);
    const refreshed = await redeem({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      scope: 'https://graph.microsoft.com/Application.Read.All',
    });
    const again = graphRequest(sandbox, refreshed.access_token);
    expect((await again('GET', 'applications')).status).toBe(200);
    expect((await again('DELETE', `applications/${made.body.id}`)).status).toBe(403);
  });

  test('needs the right in the directory as well as the scope', async () => {
    const person = tenant.person();
    const request = graphRequest(sandbox, (await inBrowser(person)).access_token);
    const theirs = tenant.app();
    const id = theirs.registration.objectId;
    expect((await request('PATCH', `applications/${id}`, { notes: 'x' })).status).toBe(403);
    expect((await request('POST', 'applications', { displayName: 'mine' })).status).toBe(201);
    tenant.rules.peopleMayRegister = false;
    expect((await request('POST', 'applications', { displayName: 'mine' })).status).toBe(403);
    person.directoryRoles.add('Application Developer');
    expect((await request('POST', 'applications', { displayName: 'mine' })).status).toBe(201);
    person.directoryRoles.add('Global Administrator');
    expect((await request('PATCH', `applications/${id}`, { notes: 'x' })).status).toBe(204);
  });

  test('waits for an administrator where nobody has consented yet', async () => {
    tenant.rules.graphScopesConsented = false;
    const answers = async (person: EntraPerson) => {
      const { access_token: token } = await inBrowser(person);
      return token === undefined ? 'nothing' : 'a token';
    };
    expect(await answers(tenant.person({ userPrincipalName: 'eve@contoso.com' }))).toBe('nothing');
    const directoryRoles = ['Global Administrator'] as const;
    expect(await answers(tenant.person({ directoryRoles }))).toBe('a token');
  });
});
