import { type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type WebAppScenario,
  webAppScenario,
} from '../../examples/web-app/src/sandbox-scenario.ts';
import { postForm } from '../sandbox/client.ts';
import { compileWebApp, freePort, type RunningProgram, startProgram } from './running-program.ts';

jest.setTimeout(60_000);

let sandbox: Sandbox;
let scenario: WebAppScenario;
let application: RunningProgram;
let origin: string;

beforeAll(async () => {
  compileWebApp();
  sandbox = await startSandbox();
  origin = `http://localhost:${await freePort()}`;
  scenario = await webAppScenario(sandbox, origin);
  application = startProgram('main', scenario.environment);
  await application.says(/Listening/);
});
afterAll(async () => {
  await application.stop();
  await sandbox.close();
});

const ask = (path: string, options: RequestInit = {}) =>
  fetch(`${origin}${path}`, { redirect: 'manual', ...options });
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

/** Where Entra sends the browser of a person back to. */
async function redirectOf(begun: Response): Promise<URL> {
  const { userPrincipalName, password } = scenario.ada;
  const address = begun.headers.get('location') ?? '';
  const { headers } = await postForm(sandbox, address, { login: userPrincipalName, password });
  return new URL(String(headers['location']));
}

test('a sign-in asks Entra for a code, with PKCE, state and nonce, another each time', async () => {
  const asked = async () =>
    new URL((await ask('/sign-in')).headers.get('location') ?? '').searchParams;
  const [one, other] = [await asked(), await asked()];
  expect(Object.fromEntries(one)).toMatchObject({
    response_type: 'code',
    client_id: scenario.client.clientId,
    redirect_uri: `${origin}/signed-in`,
    code_challenge_method: 'S256',
  });
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one.get(name)).toMatch(/^[\w-]{36,}$/);
    expect(one.get(name)).not.toBe(other.get(name));
  }
});

describe('an answer of Entra is worth nothing', () => {
  test('to a browser that has not begun', async () => {
    const { pathname, search } = await redirectOf(await ask('/sign-in'));
    const answer = await ask(pathname + search);
    expect([answer.status, cookieOf(answer)]).toEqual([400, '']);
  });

  test('to a browser that began another sign-in', async () => {
    const { pathname, search } = await redirectOf(await ask('/sign-in'));
    const cookie = cookieOf(await ask('/sign-in'));
    const answer = await ask(pathname + search, { headers: { cookie } });
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('This answer belongs to another sign-in.'),
    ]);
  });

  test('a second time', async () => {
    const begun = await ask('/sign-in');
    const headers = { cookie: cookieOf(begun) };
    const { pathname, search } = await redirectOf(begun);
    expect((await ask(pathname + search, { headers })).status).toBe(303);
    expect((await ask(pathname + search, { headers })).status).toBe(400);
  });

  test('with the nonce of another sign-in', async () => {
    const begun = await ask('/sign-in');
    const address = new URL(begun.headers.get('location') ?? '');
    address.searchParams.set('nonce', 'of-another');
    const { pathname, search } = await redirectOf(
      new Response(null, { headers: { location: address.href } }),
    );
    const answer = await ask(pathname + search, { headers: { cookie: cookieOf(begun) } });
    expect([answer.status, application.output()]).toEqual([
      502,
      expect.stringContaining('ClientAuthError nonce_mismatch'),
    ]);
  });
});

test('another site signs nobody out', async () => {
  const headers = { origin: 'https://evil.example' };
  const answer = await ask('/sign-out', { method: 'POST', headers });
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
});

test.each(['/', '/sign-in', '/signed-in', '/nothing', '/style.css'])(
  '%s comes with headers that keep others out',
  async (path) => {
    const { headers } = await ask(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
  },
);

test('where Entra cannot be reached, the person reads so', async () => {
  sandbox.intercept = () => ({ status: 503, headers: {}, body: '' });
  const answer = await ask('/sign-in');
  sandbox.intercept = undefined;
  expect([answer.status, await answer.text()]).toEqual([
    502,
    expect.stringContaining('That did not work'),
  ]);
});

test.each([
  ['is not there', { PUBLIC_URL: '' }, 'PUBLIC_URL is not set'],
  ['is no address that is safe', { PUBLIC_URL: 'http://reports.example' }, 'must be an https URL'],
])('it does not start where its address %s', async (_, changed, said) => {
  const started = startProgram('main', { ...scenario.environment, ...changed });
  await expect(started.says(/Listening/)).rejects.toThrow(said);
});

test('one command runs it on the sandbox, and says who may sign in', async () => {
  const port = String(await freePort());
  const program = startProgram('on-sandbox', { PORT: port });
  const output = await program.says(/Listening/);
  expect(output).toMatch(/ada@contoso\.onmicrosoft\.com, password \S+: may list both/);
  expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  await program.stop();
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed');
});
