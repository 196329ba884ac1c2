import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  type HttpResponse,
  type PersonScenario,
  personScenario,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { leaksIn } from '../bundle/leaks.ts';
import { PersonAtTerminal } from './person-at-terminal.ts';

let sandbox: Sandbox;
let scenario: PersonScenario;
let person: PersonAtTerminal;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  scenario = personScenario(sandbox, { roleName: `People-${crypto.randomUUID()}` });
  person = new PersonAtTerminal(sandbox, scenario);
  sandbox.entra.people.refusal = undefined;
  sandbox.entra.people.deviceInterval = 1;
  sandbox.entra.idTokenLifetimeSeconds = 3600;
  sandbox.intercept = undefined;
});
afterAll(() => sandbox.close());

const askedOfEntra = (since: number) =>
  sandbox.requests
    .slice(since)
    .filter(({ service }) => service === 'entra')
    .map(({ body }) => new URLSearchParams(body).get('grant_type'));
const logins = () => {
  const folder = join(person.caches, 'entra-aws-creds', 'logins');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
};
const logIn = async (...flags: string[]) => {
  const running = person.start(['login', ...person.flags, ...flags]);
  const page = await person.logInInBrowser(running);
  return { page, ...(await running.ended) };
};
const SHOW_KEY = ['--', process.execPath, '-p', 'process.env.AWS_ACCESS_KEY_ID'];
const exec = (...flags: string[]) =>
  person.run(['exec', '--entra-credential', 'browser', ...person.flags, ...flags, ...SHOW_KEY]);

describe('login in the browser', () => {
  test('says who logged in, what AWS sees and whom it admits', async () => {
    const { status, stdout, stderr, page } = await logIn();
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining(scenario.person.userPrincipalName),
    ]);
    expect(stdout).toContain(`issuer https://login.microsoftonline.com/${scenario.tenantId}/v2.0`);
    expect(stdout).toContain(`audience ${scenario.clientId}`);
    expect(stdout).toMatch(/admits you: arn:aws:sts::123456789012:assumed-role\/People-/);
    expect(page).toContain('Entra has logged you in');
  });

  test('keeps the login for the eyes of its person alone, and exec asks nobody', async () => {
    await logIn();
    const [file = '', ...more] = logins();
    expect(more).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    const before = sandbox.requests.length;
    const { status, stdout } = await exec();
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^ASIA/)]);
    expect(askedOfEntra(before)).toEqual([]);
  });

  test('needs no role, and asks nothing of AWS then', async () => {
    const before = sandbox.requests.length;
    const flags = person.flags.filter((_, index, all) => {
      const at = all.indexOf('--role');
      return index !== at && index !== at + 1;
    });
    const running = person.start(['login', ...flags, '--json']);
    await person.logInInBrowser(running);
    const { status, stdout } = await running.ended;
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ audience: scenario.clientId }),
    ]);
    expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual(['entra']);
  });

  test('keeps nothing with --no-cache', async () => {
    expect((await logIn('--no-cache')).status).toBe(0);
    expect(readdirSync(person.caches)).toEqual([]);
  });

  test('forgets sessions that were kept before, of whomever they are', async () => {
    await logIn();
    const kept = join(person.caches, 'entra-aws-creds', 'session.json');
    writeFileSync(kept, '{}');
    await logIn();
    expect(existsSync(kept)).toBe(false);
    expect(logins()).toHaveLength(1);
  });

  test('can be forgotten', async () => {
    await logIn();
    expect(await person.run(['logout'])).toMatchObject({
      status: 0,
      stdout: 'Forgot one login.\n',
    });
    expect(logins()).toEqual([]);
    expect((await exec()).stderr).toContain('EAC_LOGIN_NEEDED');
    expect((await person.run(['logout', '--json'])).stdout).toBe('{"logins":0}\n');
  });
});

describe('what is kept', () => {
  test('is renewed by the end of the ID token, which may come before the access token’s', async () => {
    sandbox.entra.idTokenLifetimeSeconds = 240;
    sandbox.entra.tokenLifetimeSeconds = 3600;
    await logIn();
    sandbox.entra.idTokenLifetimeSeconds = 3600;
    const before = sandbox.requests.length;
    expect((await exec()).status).toBe(0);
    expect(askedOfEntra(before)).toEqual(['refresh_token']);
    expect((await exec()).status).toBe(0);
    expect(askedOfEntra(before)).toEqual(['refresh_token']);
    sandbox.entra.tokenLifetimeSeconds = undefined;
  });

  test.each([
    ['expired', 'AADSTS700082'],
    ['revoked', 'AADSTS50173'],
    ['factor-needed', 'AADSTS50076'],
  ] as const)('and %s leads to login, in a sentence', async (refusal, code) => {
    sandbox.entra.idTokenLifetimeSeconds = 240;
    await logIn();
    sandbox.entra.people.refusal = refusal;
    const before = sandbox.aws.sessions.length;
    const { status, stdout, stderr } = await exec();
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/EAC_LOGIN_NEEDED: .* has ended, .* Run "entra-aws-creds login"/);
    expect(stderr).toContain(code);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(sandbox.aws.sessions).toHaveLength(before);
  });

  test('is not thrown away for an Entra that is down', async () => {
    sandbox.entra.idTokenLifetimeSeconds = 240;
    await logIn();
    const file = logins()[0] ?? '';
    const kept = readFileSync(file, 'utf8');
    sandbox.intercept = (service) =>
      service === 'entra' ? { status: 503, headers: {}, body: 'busy' } : undefined;
    const { status, stderr } = await exec('--retry-max-attempts', '1');
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_ENTRA_UNAVAILABLE')]);
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  test('and damaged is as good as nothing', async () => {
    await logIn();
    writeFileSync(logins()[0] ?? '', '{"Account": 7');
    expect((await exec()).stderr).toContain('EAC_LOGIN_NEEDED');
    await logIn();
    expect((await exec()).status).toBe(0);
  });
});

test('where nobody is logged in and nobody can be asked, nothing is sent', async () => {
  const before = sandbox.requests.length;
  const { status, stderr } = await exec();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^EAC_LOGIN_NEEDED: Nobody is logged in .* Run "entra-aws-creds login"/);
  expect(sandbox.requests).toHaveLength(before);
});

describe('what comes back to loopback', () => {
  const begin = async (...flags: string[]) => {
    const running = person.start(['login', ...person.flags, ...flags]);
    const address = new URL(await person.visited());
    return { running, address, redirect: await person.signIn(address) };
  };

  test('with another state is refused, and the page says so', async () => {
    const { running, redirect } = await begin();
    redirect.searchParams.set('state', 'another');
    const page = await fetch(redirect);
    expect([page.status, await page.text()]).toEqual([
      400,
      expect.stringContaining('does not belong to this login'),
    ]);
    const { status, stderr } = await running.ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_REFUSED')]);
    expect(logins()).toEqual([]);
  });

  test('without a state is refused too', async () => {
    const { running, redirect } = await begin();
    redirect.searchParams.delete('state');
    expect((await fetch(redirect)).status).toBe(400);
    expect((await running.ended).status).toBe(1);
  });

  test('with a code for another login is refused by its nonce or its verifier', async () => {
    const { running, redirect } = await begin();
    const other = new PersonAtTerminal(sandbox, scenario);
    const stranger = other.start(['login', ...other.flags]);
    const strange = await other.signIn(new URL(await other.visited()));
    redirect.searchParams.set('code', strange.searchParams.get('code') ?? '');
    expect((await fetch(redirect)).status).toBe(400);
    expect((await running.ended).stderr).toMatch(/AADSTS500112|AADSTS501481/);
    stranger.interrupt();
    await stranger.ended;
  });

  test('with a token for another login is refused by its nonce', async () => {
    const { running, redirect } = await begin();
    sandbox.intercept = (service) =>
      service === 'entra' ? { fault: 'change', change: withOtherNonce } : undefined;
    expect(await (await fetch(redirect)).text()).toContain('its nonce is another');
    const { status, stderr } = await running.ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_REFUSED')]);
    expect(logins()).toEqual([]);
  });

  test('on another path, by another method or for another host changes nothing', async () => {
    const { running, redirect } = await begin();
    expect((await fetch(new URL('/favicon.ico', redirect))).status).toBe(404);
    expect((await fetch(new URL('/', redirect))).status).toBe(404);
    expect((await fetch(redirect, { method: 'POST' })).status).toBe(404);
    expect(await statusFor(redirect, 'attacker.example')).toBe(421);
    expect((await fetch(redirect)).status).toBe(200);
    expect((await running.ended).status).toBe(0);
  });

  test('a second time is told that the first one counts', async () => {
    const { running, redirect } = await begin();
    sandbox.latencyMs = 500;
    const first = fetch(redirect);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = await fetch(redirect);
    sandbox.latencyMs = 0;
    expect([second.status, (await first).status]).toEqual([409, 200]);
    expect((await running.ended).status).toBe(0);
    await expect(fetch(redirect)).rejects.toThrow();
  });

  test('is shown on a page of its own, without script, token or anything from elsewhere', async () => {
    const { running, redirect } = await begin();
    const page = await fetch(redirect);
    const policy = page.headers.get('content-security-policy') ?? '';
    const text = await page.text();
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/<script|https?:|src=|href=/);
    expect(leaksIn(text, { tokens: sandbox.entra.issuedTokens })).toEqual([]);
    await running.ended;
  });

  test('and is text that Entra did not mean as text, is shown as text', async () => {
    const running = person.start(['login', ...person.flags]);
    const address = new URL(await person.visited());
    const redirect = new URL(address.searchParams.get('redirect_uri') ?? '');
    redirect.searchParams.set('state', address.searchParams.get('state') ?? '');
    redirect.searchParams.set('error', '<img src=x>');
    redirect.searchParams.set('error_description', '<script>1</script>\u001b[31m\n::add-mask::x');
    const text = await (await fetch(redirect)).text();
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<img|<script/);
    const { stderr } = await running.ended;
    expect(stderr).not.toContain('\u001b');
    expect(stderr).not.toMatch(/^::/m);
  });
});

describe('a login that comes to nothing', () => {
  test('because the person refuses', async () => {
    const running = person.start(['login', ...person.flags]);
    const page = await person.logInInBrowser(running, { button: 'cancel' });
    const { status, stderr } = await running.ended;
    expect(status).toBe(1);
    expect(stderr).toContain('EAC_LOGIN_REFUSED: The login was refused in the browser.');
    expect(page).toContain('You are not logged in');
  });

  test('because the window is closed', async () => {
    const before = Date.now();
    const { status, stderr } = await person.run([
      'login',
      ...person.flags,
      '--action-timeout-s',
      '4',
    ]);
    expect(Date.now() - before).toBeLessThan(8_000);
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_TIMEOUT')]);
    expect(logins()).toEqual([]);
  });

  test('because it is interrupted', async () => {
    const running = person.start(['login', ...person.flags]);
    await person.visited();
    const before = Date.now();
    running.interrupt();
    const { status, stderr } = await running.ended;
    expect(Date.now() - before).toBeLessThan(3_000);
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_CANCELLED')]);
    expect(logins()).toEqual([]);
  });

  test('because the application keeps a secret', async () => {
    const running = person.start(['login', ...person.flags]);
    const redirect = await person.signIn(new URL(await person.visited()));
    scenario.client.isPublicClient = false;
    const page = await (await fetch(redirect)).text();
    const { stderr } = await running.ended;
    for (const text of [page, stderr]) expect(text).toContain('Allow public client flows');
  });

  test('because AWS does not admit the person, whose login is kept all the same', async () => {
    scenario.role.trustPolicy = { Version: '2012-10-17', Statement: [] };
    const { status, stderr } = await logIn();
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_STS_ACCESS_DENIED')]);
    expect(logins()).toHaveLength(1);
  });

  test('because the inputs are those of a pipeline', async () => {
    const audience = await person.run(['login', ...person.flags, '--audience', 'api://other']);
    expect([audience.status, audience.stderr]).toEqual([
      1,
      expect.stringContaining('EAC_INPUT_CONFLICT: "--audience" is given'),
    ]);
    const kind = await person.run(['login', '--entra-credential', 'certificate', ...person.flags]);
    expect([kind.status, kind.stderr]).toEqual([
      64,
      expect.stringContaining('login is for people'),
    ]);
  });
});

/** `script` gives a program a terminal; other systems call it otherwise. */
(process.platform === 'linux' ? test : test.skip)(
  'where somebody can be asked, exec opens the browser itself',
  async () => {
    const args = ['exec', '--entra-credential', 'browser', ...person.flags, ...SHOW_KEY];
    const running = person.start(args, { terminal: true });
    const page = await person.logInInBrowser(running);
    const { status, stdout } = await running.ended;
    expect([status, stdout]).toEqual([0, expect.stringContaining('ASIA')]);
    expect(page).toContain('Entra has logged you in');
    expect(logins()).toHaveLength(1);
  },
);

/** Where no file can be larger than that, nor a folder be made. */
(process.platform === 'linux' ? describe : describe.skip)('on a full disk', () => {
  test('login says so and leaves what was kept before', async () => {
    await logIn();
    const [file = ''] = logins();
    const kept = readFileSync(file, 'utf8');
    const running = person.start(['login', ...person.flags], { room: 1 });
    const page = await person.logInInBrowser(running);
    const { status, stderr } = await running.ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_CACHE')]);
    expect(page).toContain('Entra has logged you in');
    expect(logins()).toEqual([file]);
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  test('exec goes on with what it has', async () => {
    sandbox.entra.idTokenLifetimeSeconds = 240;
    await logIn();
    const { status, stdout, stderr } = await person.run(
      ['exec', '--entra-credential', 'browser', ...person.flags, ...SHOW_KEY],
      { room: 1 },
    );
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^ASIA/)]);
    expect(stderr).toContain('Warning: The login cannot be kept');
  });

  test('without a folder to write to, it says that', async () => {
    const running = person.start(['login', ...person.flags], { env: { XDG_CACHE_HOME: '/sys' } });
    await person.logInInBrowser(running);
    expect((await running.ended).stderr).toContain('EAC_LOGIN_CACHE');
  });
});

describe('login by device code', () => {
  const begin = async () => {
    const running = person.start(['login', '--device-code', ...person.flags]);
    const [, address = '', code = ''] = await running.says(/open (\S+) .* code (\S+)/);
    return { running, address: new URL(address), code };
  };
  test('waits until the code was typed, slower when it is told to', async () => {
    const { running, address, code } = await begin();
    const device = sandbox.entra.people.deviceShowing(code);
    if (device !== undefined) device.slowDowns = 1;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await person.typeCode(address, code);
    const { status, stdout } = await running.ended;
    expect([status, stdout]).toEqual([0, expect.stringContaining('AWS admits you')]);
    expect(logins()).toHaveLength(1);
    expect((await exec()).status).toBe(0);
  });

  test('ends when the person declines', async () => {
    const { running, address, code } = await begin();
    await person.typeCode(address, code, { button: 'cancel' });
    const { status, stderr } = await running.ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_REFUSED')]);
  });

  test('ends when nobody types it in time, and asks no longer', async () => {
    const before = Date.now();
    const { status, stderr } = await person.run([
      'login',
      '--device-code',
      ...person.flags,
      ...['--action-timeout-s', '3'],
    ]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_TIMEOUT')]);
    expect(Date.now() - before).toBeLessThan(8_000);
  });

  test('ends at once when it is interrupted', async () => {
    sandbox.entra.people.deviceInterval = 60;
    const { running } = await begin();
    running.interrupt();
    const before = Date.now();
    expect((await running.ended).stderr).toContain('EAC_CANCELLED');
    expect(Date.now() - before).toBeLessThan(3_000);
  });
});

test('nothing secret is printed, with --debug either', async () => {
  const outputs: string[] = [];
  const running = person.start(['login', ...person.flags, '--debug']);
  outputs.push(await person.logInInBrowser(running));
  outputs.push(...Object.values(await running.ended).map(String));
  sandbox.entra.people.refusal = 'revoked';
  outputs.push(...Object.values(await exec('--debug')).map(String));
  const all = outputs.join('\n');
  expect(all).toContain('Entra issued a v2.0 token');
  expect(
    leaksIn(all, {
      tokens: sandbox.entra.issuedTokens,
      credentials: sandbox.aws.sessions.flatMap(({ secretAccessKey, sessionToken }) => [
        secretAccessKey,
        sessionToken,
      ]),
      password: [scenario.person.password],
    }),
  ).toEqual([]);
});

/** As if the token that somebody else's login got were put in the place of this one's. */
function withOtherNonce(answer: HttpResponse): HttpResponse {
  const body = JSON.parse(answer.body) as { id_token: string };
  const [header, payload = '', signature] = body.id_token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...claims, nonce: 'other' })).toString('base64url');
  return {
    ...answer,
    body: JSON.stringify({ ...body, id_token: `${header}.${changed}.${signature}` }),
  };
}

function statusFor(url: URL, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
