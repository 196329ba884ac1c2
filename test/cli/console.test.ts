import { readFileSync } from 'node:fs';
import {
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
  scenario = personScenario(sandbox);
  person = new PersonAtTerminal(sandbox, scenario);
  await person.logInInBrowser(person.start(['login', ...person.flags]));
});
beforeEach(() => {
  sandbox.intercept = undefined;
});
afterAll(() => sandbox.close());

const call = (...flags: string[]) => [
  'console',
  ...['--entra-credential', 'browser'],
  ...person.flags,
  ...['--signin-endpoint', sandbox.signinUrl],
  ...flags,
];
const grants = () => [...sandbox.federation.grants].map(([token, grant]) => ({ token, ...grant }));
const signedIn = async (address: string) => {
  const { pathname, search, host } = new URL(address);
  const query = search.slice(1);
  const request = { method: 'GET', path: pathname, query, headers: { host }, body: '' };
  return (await sandbox.handlers.signin(request)).body;
};

describe('console --print', () => {
  test('prints the address alone, and says what it is', async () => {
    const { status, stdout, stderr } = await person.run(call('--print'));
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toBe(
      'This address is a secret: for a quarter of an hour it signs in whoever opens it.\n',
    );
    const page = await signedIn(stdout.trim());
    expect(page).toContain('assumed-role/People/');
    expect(page).toContain('https://console.aws.amazon.com/console/home?region=eu-west-1');
  });

  test('as JSON, for a service, for as long as is asked', async () => {
    const { stdout } = await person.run(
      call('--json', '--destination', 's3', '--session-duration-seconds', '900'),
    );
    const { address } = JSON.parse(stdout);
    expect(new URL(address).searchParams.get('Destination')).toBe(
      'https://console.aws.amazon.com/s3/home?region=eu-west-1',
    );
    expect(grants().at(-1)?.durationSeconds).toBe(900);
  });

  test('sends the credentials in the body of a request and in no address', async () => {
    await person.run(call('--print'));
    const [last] = sandbox.requests.filter(({ service }) => service === 'signin').slice(-1);
    expect([last?.method, last?.path, last?.query]).toEqual(['POST', '/federation', '']);
    expect(last?.body).toContain('Action=getSigninToken');
  });
});

describe('console', () => {
  test('starts the browser with an address of this machine, which leads on once', async () => {
    const running = person.start(call());
    const address = await person.visited();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{64}$/);
    const commandLines = readFileSync(`/proc/${running.pid}/cmdline`, 'utf8');
    expect((await fetch(new URL('/', address))).status).toBe(404);
    const first = await fetch(address, { redirect: 'manual' });
    const { token = '' } = grants().at(-1) ?? {};
    expect(first.headers.get('location')).toContain(token);
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    const { status, stdout, stderr } = await running.ended;
    expect([status, stdout, stderr]).toEqual([0, '', 'The console is open in the browser.\n']);
    expect(leaksIn(commandLines + address, { token: [token] })).toEqual([]);
    await expect(fetch(address)).rejects.toThrow();
  });

  test('without a browser says how to do without', async () => {
    const { status, stderr } = await person.run(call(), { env: { BROWSER: '/nowhere/browser' } });
    expect([status, stderr]).toEqual([1, expect.stringContaining('use --print')]);
  });

  test('ends when it is interrupted before the browser came', async () => {
    const running = person.start(call());
    await person.visited();
    running.interrupt();
    expect(await running.ended).toMatchObject({
      status: 1,
      stderr: 'console: cancelled before the browser came.\n',
    });
  });

  test('tells what is wrong before anybody is asked for anything', async () => {
    const before = sandbox.requests.length;
    for (const [flags, said] of [
      [['--session-duration-seconds', '899'], 'from 900 to 43200'],
      [
        ['--destination', 'https://attacker.example/'],
        'an https address of console.aws.amazon.com',
      ],
      [['--destination', 'http://console.aws.amazon.com/'], 'an https address'],
      [['--signin-endpoint', 'http://localhost'], 'given more than once'],
    ] as const) {
      const { status, stderr } = await person.run(call(...flags));
      expect([status, stderr]).toEqual([64, expect.stringContaining(said)]);
    }
    expect(sandbox.requests).toHaveLength(before);
  });

  test('tells when the sign-in refuses, and repeats nothing of what was sent', async () => {
    sandbox.intercept = (service, { body }) =>
      service === 'signin' ? { status: 400, headers: {}, body } : undefined;
    const { status, stdout, stderr } = await person.run(call('--print', '--debug'));
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('EAC_CONSOLE_REFUSED');
    const secrets = sandbox.aws.sessions.flatMap((one) => [one.secretAccessKey, one.sessionToken]);
    expect(leaksIn(stderr, { secrets, tokens: sandbox.entra.issuedTokens })).toEqual([]);
  });

  test('asks again when the sign-in has no time, and tells when it cannot be reached', async () => {
    let busy = 1;
    sandbox.intercept = (service) =>
      service === 'signin' && busy-- > 0 ? { status: 503, headers: {}, body: '' } : undefined;
    expect((await person.run(call('--print'))).status).toBe(0);
    const args = call('--print', '--retry-max-attempts', '1');
    args[args.indexOf('--signin-endpoint') + 1] = 'https://localhost:1';
    expect((await person.run(args)).stderr).toContain('EAC_CONSOLE_UNREACHABLE');
  });
});
