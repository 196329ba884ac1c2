import { describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, ROLE_ID } from './api-in-sandbox.ts';

let now = new Date();
const sandbox = await sandboxOfFile({ now: () => now });
const OTHER = '210987654321';
const running = await apiOfFile(sandbox, { ALLOWED_ACCOUNTS: `${ACCOUNT}, ${OTHER}` }, 20_000);
const pathOf = (account: string, name: string) => `/v1/bindings/aws/${account}/${name}`;

test('an account that was not named is refused before anybody is asked', async () => {
  sandbox.requests.length = 0;
  const answer = await running.send('PUT', pathOf('999999999999', 'Deploy'), { roleId: ROLE_ID });
  expect(answer).toMatchObject({ status: 403, json: { code: 'EAC_ACCOUNT_NOT_ALLOWED' } });
  expect(sandbox.requests.filter(({ service }) => service === 'graph')).toEqual([]);
});

describe('too many requests', () => {
  test('about one account are refused for a while, and others go on', async () => {
    const burst = await Promise.all(
      Array.from({ length: 130 }, () => running.send('PUT', pathOf(OTHER, 'Deploy'), 'no JSON')),
    );
    const refused = burst.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ json: { code: 'EAC_API_BUSY' } });
    const seconds = Number(refused[0]?.headers['retry-after']);
    expect(await running.send('GET', pathOf(ACCOUNT, 'Deploy'))).toMatchObject({ status: 404 });
    now = new Date(now.getTime() + seconds * 1000);
    expect(await running.send('GET', pathOf(OTHER, 'Deploy'))).toMatchObject({ status: 404 });
    expect(await running.send('GET', pathOf(OTHER, 'Deploy'))).toMatchObject({ status: 429 });
  });
});

describe('the list', () => {
  test('has what was made for roles, page by page, and nothing else', async () => {
    const roles = Array.from({ length: 3 }, (_, index) => `Listed${index}`);
    for (const name of roles) {
      await running.send('PUT', pathOf(ACCOUNT, name), { roleId: ROLE_ID, path: '/team/' });
    }
    const byHand = running.tenant.app({ displayName: 'by hand' });
    byHand.registration.tags = ['entra-aws-creds', `aws-role:arn:aws:iam::${ACCOUNT}:role/x`];
    for (let made = 0; made < 100; made += 1) {
      running.tenant.app().registration.tags = ['entra-aws-creds', 'aws-role:nonsense'];
    }
    const first = await running.send('GET', '/v1/bindings');
    expect(first.json.next).not.toBeNull();
    const last = await running.send('GET', `/v1/bindings?after=${first.json.next}`);
    const listed = [...first.json.bindings, ...last.json.bindings];
    expect(listed.map(({ role }: { role: string }) => role)).toEqual(
      roles.map((name) => `arn:aws:iam::${ACCOUNT}:role/team/${name}`),
    );
    expect(last.json.next).toBeNull();
  });

  test('begins nowhere else than at a page', async () => {
    const answer = await running.send('GET', '/v1/bindings?after=%26%24filter%3Dx');
    expect(answer).toMatchObject({ status: 422, json: { code: 'EAC_API_REQUEST' } });
  });
});

test('each request leaves one line, without token or certificate', async () => {
  running.records.length = 0;
  await running.send('PUT', pathOf(ACCOUNT, 'Logged'), { roleId: ROLE_ID });
  await running.send('PUT', pathOf(ACCOUNT, 'Logged'), { roleId: 'nonsense' });
  const { clientId: caller } = running.caller;
  const about = { act: 'ensure', caller, account: ACCOUNT, role: 'Logged' };
  const milliseconds = expect.any(Number);
  expect(running.records).toEqual([
    { ...about, status: 201, milliseconds },
    { ...about, status: 422, code: 'EAC_API_REQUEST', detail: expect.any(String), milliseconds },
  ]);
});
