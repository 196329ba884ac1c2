import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  configureClaimsProvider,
  mapClaims,
  type PersonScenario,
  personScenario,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { signIn } from '../claims-provider/signed-in.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';

const CLAIM = 'https://aws.amazon.com/source_identity';

interface Called {
  readonly authorization: string;
  readonly body: Record<string, never> & { readonly data: Record<string, never> };
}
type Answer =
  | { readonly status?: number; readonly type?: string; readonly body?: unknown }
  | 'none';

const sandbox = await sandboxOfFile();
let scenario: PersonScenario;
let answer: Answer;
const calls: Called[] = [];

const server = createServer({ ...sandbox.serverTls }, (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const { authorization = '' } = incoming.headers;
    calls.push({ authorization, body: JSON.parse(String(Buffer.concat(chunks))) });
    if (answer === 'none') return;
    const { status = 200, type = 'application/json', body } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? providing({}));
    outgoing.writeHead(status, { 'content-type': type }).end(text);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const targetUrl = `https://localhost:${(server.address() as AddressInfo).port}/claims`;

const ACTION = 'microsoft.graph.tokenIssuanceStart.provideClaimsForToken';
const DATA = 'microsoft.graph.onTokenIssuanceStartResponseData';
const withActions = (...actions: readonly object[]) => ({
  data: { '@odata.type': DATA, actions },
});
const providing = (claims: unknown) => withActions({ '@odata.type': ACTION, claims });
const mapping = (...names: readonly string[]) =>
  JSON.stringify({
    ClaimsMappingPolicy: {
      Version: 1,
      IncludeBasicClaimSet: 'true',
      ClaimsSchema: names.map((ID) => ({
        Source: 'CustomClaimsProvider',
        ID,
        JwtClaimType: CLAIM,
      })),
    },
  });

beforeEach(() => {
  calls.length = 0;
  answer = { body: providing({ who: 'ada' }) };
  scenario = personScenario(sandbox);
});

function configure({ version = 2, host = 'localhost', timeout = 2000, retries = 1 } = {}) {
  const { tenant, client } = scenario;
  const api = tenant.app({ requestedAccessTokenVersion: version === 2 ? 2 : null });
  const resourceId = `api://${host}/${api.clientId}`;
  api.appIdUris.push(resourceId);
  configureClaimsProvider(tenant, client, {
    targetUrl,
    resourceId,
    timeoutInMilliseconds: timeout,
    maximumRetries: retries === 0 ? 0 : 1,
  });
  return { api, resourceId };
}
const claimsOf = async () => {
  const said = await signIn(sandbox, scenario);
  if ('idToken' in said) return decodeJwt(said.idToken);
  throw new Error(said.description);
};
const lastEvent = () => sandbox.entra.authenticationEvents.at(-1);

describe('a claims provider', () => {
  test('is called with a token of Entra for it, and with what Entra tells of the sign-in', async () => {
    const { api } = configure();
    await claimsOf();
    const [{ authorization, body } = { authorization: '', body: undefined }] = calls;
    expect(decodeJwt(authorization.slice('Bearer '.length))).toMatchObject({
      iss: sandbox.entra.issuer(scenario.tenant, 2),
      aud: api.clientId,
      azp: '99045fe1-7639-4a75-9d4a-577b6ca3810f',
    });
    expect(body).toMatchObject({
      type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
      data: {
        tenantId: scenario.tenantId,
        authenticationContext: {
          clientServicePrincipal: { appId: scenario.clientId },
          user: { id: scenario.person.objectId },
        },
      },
    });
  });

  test('whose application has v1.0 tokens is called with one', async () => {
    const { resourceId } = configure({ version: 1 });
    await claimsOf();
    expect(decodeJwt(calls[0]?.authorization.slice('Bearer '.length) ?? '')).toMatchObject({
      iss: sandbox.entra.issuer(scenario.tenant, 1),
      aud: resourceId,
      appid: '99045fe1-7639-4a75-9d4a-577b6ca3810f',
    });
  });

  test('gives the token what the mapping policy names, to the letter, and nothing else', async () => {
    configure();
    expect(await claimsOf()).not.toHaveProperty([CLAIM]);
    mapClaims(scenario.tenant, scenario.client, mapping('Who'));
    expect(await claimsOf()).not.toHaveProperty([CLAIM]);
    mapClaims(scenario.tenant, scenario.client, mapping('who'));
    expect(await claimsOf()).toMatchObject({ [CLAIM]: 'ada' });
  });

  test('of an application that does not accept mapped claims, ends the sign-in', async () => {
    configure();
    mapClaims(scenario.tenant, scenario.client, mapping('who'), false);
    expect(await signIn(sandbox, scenario)).toMatchObject({
      description: expect.stringContaining('AADSTS50146'),
    });
  });
});

describe('the sign-in ends', () => {
  test.each<[string, Answer, number]>([
    ['another status', { status: 403 }, 1003002],
    ['a redirect', { status: 302 }, 1003002],
    ['no JSON', { body: '<html>' }, 1003003],
    ['another content type', { type: 'text/plain' }, 1003006],
    ['nothing', { body: ' ' }, 1003009],
    ['no claims', { body: providing(null) }, 1003007],
    ['two actions', { body: withActions({ '@odata.type': ACTION }, {}) }, 1003010],
    ['another action', { body: withActions({ '@odata.type': 'x', claims: {} }) }, 1003012],
    ['a claim that is an object', { body: providing({ who: {} }) }, 1003003],
    ['a claim that is true', { body: providing({ who: true }) }, 1003003],
    ['more than 3 KB of claims', { body: providing({ who: 'x'.repeat(3070) }) }, 1003025],
    ['a claim without a name', { body: providing({ '': 'x' }) }, 1003026],
  ])('with %s', async (_, given, errorCode) => {
    configure();
    answer = given;
    expect(await signIn(sandbox, scenario)).toMatchObject({
      error: 'server_error',
      description: expect.stringMatching(/^AADSTS1100001: /),
    });
    expect([lastEvent()?.errorCode, calls.length]).toEqual([errorCode, 1]);
  });

  test('with a provider that is registered for another host, which is not called', async () => {
    configure({ host: 'other.example' });
    expect(await signIn(sandbox, scenario)).toMatchObject({ error: 'server_error' });
    expect([lastEvent()?.errorCode, calls.length]).toEqual([1003015, 0]);
  });

  test.each([
    [0, 1],
    [1, 2],
  ])('with no answer in time, after %p retries', async (retries, attempts) => {
    configure({ timeout: 200, retries });
    answer = 'none';
    await signIn(sandbox, scenario);
    expect(lastEvent()).toMatchObject({ errorCode: 1003005, attempts });
    expect(calls).toHaveLength(attempts);
  });

  test('unless the second attempt succeeds', async () => {
    configure();
    answer = { status: 503 };
    const said = signIn(sandbox, scenario);
    while (calls.length === 0) await new Promise(setImmediate);
    answer = { body: providing({ who: 'ada' }) };
    expect(await said).toHaveProperty('idToken');
    expect(lastEvent()).toMatchObject({ errorCode: undefined, attempts: 2 });
  });
});
