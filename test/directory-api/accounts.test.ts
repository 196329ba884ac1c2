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
    expect(await running.send('GET', pathOf(ACCOUNT, 'Deploy'))).toMatchObject({ status: 200 });
    now = new Date(now.getTime() + seconds * 1000);
    expect(await running.send('GET', pathOf(OTHER, 'Deploy'))).toMatchObject({ status: 200 });
    expect(await running.send('GET', pathOf(OTHER, 'Deploy'))).toMatchObject({ status: 429 });
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
