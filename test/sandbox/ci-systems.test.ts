import type { FederatedConnection } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type Call, send } from './client.ts';

const sandbox = await sandboxOfFile();

async function verify(jwt: string, keys: unknown) {
  const keySet = await (keys as () => Promise<JSONWebKeySet>)();
  return (await jwtVerify(jwt, createLocalJWKSet(keySet))).payload;
}

describe("GitHub's tokens", () => {
  const ask = async (changes: Call = {}, query = '&audience=api%3A%2F%2FAzureADTokenExchange') => {
    const { environment } = sandbox.github.grant({ repository: 'contoso/shop' });
    const bearer = environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    return send(sandbox, `${environment['ACTIONS_ID_TOKEN_REQUEST_URL']}${query}`, {
      headers: { authorization: `Bearer ${bearer}` },
      ...changes,
    });
  };

  test('tell the job, for the audience that was asked for, and verify', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    const { keys } = sandbox.github.federatedCredential('any');
    expect(await verify(JSON.parse(answer.body).value, keys)).toMatchObject({
      iss: 'https://token.actions.githubusercontent.com',
      sub: 'repo:contoso/shop:ref:refs/heads/main',
      aud: 'api://AzureADTokenExchange',
      repository: 'contoso/shop',
      exp: expect.any(Number),
    });
  });

  test('are for the owner when no audience was asked for', async () => {
    const { keys } = sandbox.github.federatedCredential('any');
    const { value } = JSON.parse((await ask({}, '')).body);
    expect((await verify(value, keys)).aud).toBe('https://github.com/contoso');
  });

  test('have the environment in the subject, or what it is set to', () => {
    expect(sandbox.github.grant({ environment: 'production' }).subject).toBe(
      'repo:contoso/website:environment:production',
    );
    expect(sandbox.github.grant({ subject: 'repo:x@1/y@2:pull_request' }).subject).toBe(
      'repo:x@1/y@2:pull_request',
    );
  });

  test.each<[string, Call, number]>([
    ['without a token', { headers: {} }, 401],
    ['with the token of another job', { headers: { authorization: 'Bearer x' } }, 401],
    ['by POST', { method: 'POST' }, 405],
  ])('are not issued %s', async (_, call, status) => {
    expect((await ask(call)).status).toBe(status);
  });

  test('are not issued when the query of the URL was lost', async () => {
    const { environment } = sandbox.github.grant();
    const url = new URL(environment['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
    const headers = { authorization: `Bearer ${environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}` };
    expect((await send(sandbox, `${url.origin}${url.pathname}`, { headers })).status).toBe(400);
  });
});

describe('Azure DevOps', () => {
  const headers = () => ({
    authorization: `Bearer ${sandbox.azureDevOps.accessToken}`,
    'content-type': 'application/json',
    'x-tfs-fedauthredirect': 'Suppress',
  });
  const url = (path: string) => `${sandbox.azureDevOps.collectionUri}project/_apis/${path}`;
  const tokenUrl = (id: string, version = '7.1') =>
    url(
      `distributedtask/hubs/build/plans/p/jobs/j/oidctoken?api-version=${version}&serviceConnectionId=${id}`,
    );
  const connect = (referenced = true): FederatedConnection => {
    const tenant = sandbox.entra.tenant();
    const app = tenant.app();
    return sandbox.azureDevOps.federatedConnection({ name: 'aws', tenant, app, referenced });
  };

  test('issues a token for a service connection', async () => {
    const { endpoint, federatedCredential } = connect();
    const call = { method: 'POST', headers: headers() };
    const answer = await send(sandbox, tokenUrl(endpoint.id), call);
    expect(answer.status).toBe(200);
    const claims = await verify(JSON.parse(answer.body).oidcToken, federatedCredential.keys);
    expect(claims).toMatchObject({
      iss: federatedCredential.issuer,
      sub: federatedCredential.subject,
      aud: 'api://AzureADTokenExchange',
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  });

  test.each<[string, () => string, Call, number, string]>([
    [
      'a connection that the stage does not name',
      () => tokenUrl(connect(false).endpoint.id),
      {},
      400,
      'There is no explicit reference to service connection',
    ],
    ['an unknown connection', () => tokenUrl('none'), {}, 400, 'There is no explicit reference'],
    ['another version', () => tokenUrl(connect().endpoint.id, '1.0'), {}, 400, 'api-version'],
    ['GET', () => tokenUrl(connect().endpoint.id), { method: 'GET' }, 405, 'http method'],
    ['another address', () => url('build/builds'), {}, 404, 'not found'],
  ])('issues none for %s', async (_, address, call, status, message) => {
    const answer = await send(sandbox, address(), { method: 'POST', headers: headers(), ...call });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(message);
    expect(answer.body).not.toContain('oidcToken');
  });

  test('sends to its sign-in page who has no token, and refuses who wants none of that', async () => {
    const address = tokenUrl(connect().endpoint.id);
    const { authorization: _, ...others } = headers();
    const suppressed = await send(sandbox, address, { method: 'POST', headers: others });
    expect(suppressed.status).toBe(401);
    expect((await send(sandbox, address, { method: 'POST' })).status).toBe(302);
  });

  test('hands out a secure file byte by byte for its ticket, and for no other', async () => {
    const content = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const { id, ticket } = sandbox.azureDevOps.secureFile('all-bytes.bin', content);
    const address = (given: string, file = id) =>
      url(
        `distributedtask/securefiles/${file}?ticket=${given}&download=true&api-version=5.0-preview.1`,
      );
    const { handlers } = sandbox;
    const answer = await handlers.azureDevOps({
      method: 'GET',
      path: new URL(address(ticket)).pathname,
      query: new URL(address(ticket)).search.slice(1),
      headers: headers(),
      body: '',
    });
    expect(Buffer.from(answer.bytes ?? '')).toEqual(content);
    const whole = await send(sandbox, address(ticket), { headers: headers() });
    expect(whole.headers['content-length']).toBe('256');
    const refused = await send(sandbox, address('other'), { headers: headers() });
    expect(refused).toMatchObject({ status: 401, body: expect.stringContaining('TF15004') });
    expect((await send(sandbox, address(ticket, 'none'), { headers: headers() })).status).toBe(404);
    expect((await send(sandbox, address(ticket), {})).status).toBe(302);
  });
});
