import { HOSTILE_TEXT, injectFault, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { send } from './client.ts';
import { type GraphApp, graphApp } from './graph-client.ts';

let sandbox: Sandbox;
let reader: GraphApp;
let inject: (name: string) => void;
let remove = () => {};

beforeAll(async () => {
  sandbox = await startSandbox();
  reader = await graphApp(sandbox, sandbox.entra.tenant(), 'Application.Read.All');
  inject = (name) => {
    remove = injectFault(sandbox, 'graph', name).remove;
  };
});
afterEach(() => remove());
afterAll(() => sandbox.close());

const list = () => reader.request('GET', 'applications');
/** Whatever the body is. */
const statusOf = async () => {
  const headers = { authorization: `Bearer ${reader.token}` };
  return (await send(sandbox, `${sandbox.graphUrl}/v1.0/applications`, { headers })).status;
};

test('Graph throttles in its own words and says for how long', async () => {
  inject('graph-429');
  const { status, headers, body } = await list();
  expect([status, headers['retry-after'], body.error.code]).toEqual([429, '1', 'TooManyRequests']);
  expect((await list()).status).toBe(200);
});

test.each([
  ['graph-429-always', [429, 429, 429]],
  ['graph-503', [503, 503, 200]],
  ['graph-504', [504, 504, 200]],
  ['graph-401-once', [401, 200, 200]],
  ['graph-quota', [403, 403, 403]],
  ['http-503-twice', [503, 503, 200]],
])('%s', async (name, expected) => {
  inject(name);
  expect([await statusOf(), await statusOf(), await statusOf()]).toEqual(expected);
});

test('Graph’s own answers are spoilt', async () => {
  inject('graph-hostile-error');
  expect((await list()).body.error.message).toBe(HOSTILE_TEXT);
  remove();
  inject('graph-without-ids');
  expect((await list()).body.value[0]).not.toHaveProperty('appId');
  remove();
  inject('graph-next-page-elsewhere');
  expect((await list()).body['@odata.nextLink']).toMatch(/^https:\/\/attacker\.example\//);
  remove();
  inject('graph-endless-list');
  const { body } = await list();
  const next = await reader.request('GET', body['@odata.nextLink']);
  expect(next.body['@odata.nextLink']).toBe(body['@odata.nextLink']);
  remove();
  inject('graph-json-cut');
  await expect(list()).rejects.toThrow(SyntaxError);
});
