import { personScenario } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { InputName } from '../../../../packages/core/src/1-inputs/input-name.ts';
import type { Person } from '../../../../packages/core/src/credential/person/person.ts';
import { personalCredentials } from '../../../../packages/core/src/credential/person/personal-credentials.ts';
import { runExchange } from '../../../../packages/core/src/exchange/checked-exchange.ts';
import { runLogin } from '../../../../packages/core/src/exchange/login-alone.ts';
import type { ExchangeHost } from '../../../../packages/core/src/exchange/told-work.ts';
import { nodePlatform } from '../../../../packages/core/src/platform/node-platform.ts';
import { sandboxOfFile } from '../../../standard-sandbox.ts';

const sandbox = await sandboxOfFile();
const REDIRECT = 'http://localhost:4711';

let scenario: ReturnType<typeof personScenario>;
let kept: Map<string, string>;
/** What the person was told, codes too, and what the browser showed in the end. */
let told: string[];
let failures: string[];
let shown: string[];
/** What comes back from the browser in place of what Entra sent it back with. */
let tamper: (answer: URLSearchParams) => void;
let writeFails: boolean;

beforeEach(() => {
  scenario = personScenario(sandbox, { roleName: `People-${crypto.randomUUID()}` });
  kept = new Map();
  [told, failures, shown] = [[], [], []];
  tamper = () => {};
  writeFails = false;
  sandbox.entra.people.refusal = undefined;
  sandbox.entra.people.deviceInterval = 1;
  sandbox.entra.idTokenLifetimeSeconds = 3600;
});

const noRoom = () => Object.assign(new Error('full'), { code: 'ENOSPC' });

function personAsked(asked: Person['asked']): Person {
  return {
    asked,
    logins: {
      read: async (name) => kept.get(name),
      write: async (name, text) => {
        if (writeFails) throw noRoom();
        kept.set(name, text);
      },
    },
    visitBrowser: async () => ({
      redirectUri: REDIRECT,
      open: async (address) => {
        const answer = await redirectOf(new URL(address));
        tamper(answer);
        return answer;
      },
      end: async (outcome) => {
        shown.push(outcome.kind === 'failed' ? outcome.message : outcome.kind);
      },
    }),
    showCode: ({ userCode }) => told.push(userCode),
    tell: (line) => told.push(line),
  };
}

const credentials = () => ({
  login: scenario.person.userPrincipalName,
  password: scenario.person.password,
});

async function redirectOf(address: URL): Promise<URLSearchParams> {
  const { headers } = await sandbox.handlers.entra({
    method: 'POST',
    path: address.pathname,
    query: address.search.slice(1),
    headers: { host: address.host },
    body: String(new URLSearchParams(credentials())),
  });
  return new URL(headers['location'] ?? '').searchParams;
}

function hostFor(person: Person, inputs: Partial<Record<InputName, string>>): ExchangeHost {
  const values: Partial<Record<InputName, string>> = {
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    'entra-credential': 'browser',
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    ...inputs,
  };
  return {
    run: { system: 'CommandLine', place: [], kind: 'run', id: '', attempt: '', job: '' },
    personalCredentials: personalCredentials(person),
    read: (name) => values[name] ?? '',
    label: (name) => name,
    mask: () => {},
    currentValue: () => undefined,
    info: () => {},
    warning: () => {},
    error: (line) => failures.push(line),
    fail: (line) => failures.push(line),
    report: () => {},
  };
}

const platform = nodePlatform({ AWS_CA_BUNDLE: sandbox.caFile });
const never = new AbortController().signal;
const logIn = (inputs: Partial<Record<InputName, string>> = {}) =>
  runLogin(hostFor(personAsked('always'), inputs), platform, never);
const exchange = (
  asked: Person['asked'] = 'never',
  inputs: Partial<Record<InputName, string>> = {},
) =>
  runExchange(hostFor(personAsked(asked), inputs), platform, never, async ({ sessions }) =>
    sessions.main?.credentials.accessKeyId.reveal(),
  );
const grants = (since: number) =>
  sandbox.requests
    .slice(since)
    .filter(({ service }) => service === 'entra')
    .map(({ body }) => new URLSearchParams(body).get('grant_type'));

describe('a login in the browser', () => {
  test('gives an ID token for the application, and is kept', async () => {
    const token = await logIn();
    expect(token?.claims).toMatchObject({
      audience: scenario.clientId,
      authorizedParty: undefined,
      version: '2.0',
    });
    expect(shown).toEqual(['signed-in']);
    expect(told).toEqual([`Logged in to Entra as ${scenario.person.userPrincipalName}.`]);
    const before = sandbox.requests.length;
    expect(await exchange()).toMatch(/^ASIA/);
    expect(grants(before)).toEqual([]);
  });

  test('is renewed by the end of the ID token', async () => {
    sandbox.entra.idTokenLifetimeSeconds = 240;
    await logIn();
    const before = sandbox.requests.length;
    expect(await exchange()).toMatch(/^ASIA/);
    expect(grants(before)).toEqual(['refresh_token']);
  });

  test('is asked for again where somebody is there, once it was refused', async () => {
    sandbox.entra.idTokenLifetimeSeconds = 240;
    await logIn();
    sandbox.entra.people.refusal = 'revoked';
    const before = sandbox.requests.length;
    expect(await exchange('when-needed')).toMatch(/^ASIA/);
    expect(grants(before)).toEqual(['refresh_token', 'authorization_code']);
  });

  test.each([
    ['nothing is kept', async () => {}, 'Nobody is logged in'],
    [
      'it was revoked',
      async () => {
        sandbox.entra.idTokenLifetimeSeconds = 240;
        await logIn();
        sandbox.entra.people.refusal = 'revoked';
      },
      'AADSTS50173',
    ],
    [
      'what is kept cannot be read as a login',
      async () => {
        await logIn();
        for (const name of kept.keys()) kept.set(name, '[]');
      },
      'Nobody is logged in',
    ],
  ])('is needed where %s and nobody is there', async (_, prepare, said) => {
    await prepare();
    expect(await exchange()).toBeUndefined();
    expect(failures).toEqual([expect.stringMatching(/^EAC_LOGIN_NEEDED: /)]);
    expect(failures[0]).toContain(said);
  });

  test.each([
    ['another state', { state: 'other' }, 'its state is another'],
    ['a refusal', { code: '', error: 'access_denied' }, 'ended in the browser'],
    ['an answer without anything', { code: '' }, 'ended in the browser with "nothing"'],
    ['a code that nobody issued', { code: 'forged' }, 'AADSTS54005'],
  ])('comes to nothing with %s, and the browser shows why', async (_, changed, said) => {
    tamper = (answer) => {
      for (const [name, value] of Object.entries(changed)) answer.set(name, value);
    };
    expect(await logIn()).toBeUndefined();
    expect(failures[0]).toContain(said);
    expect(shown[0]).toContain(said);
    expect(kept.size).toBe(0);
  });

  test('ends when the person takes too long', async () => {
    const person = personAsked('always');
    const host = hostFor(
      {
        ...person,
        visitBrowser: async () => ({
          ...(await person.visitBrowser()),
          open: () => new Promise(() => {}),
        }),
      },
      { 'action-timeout-s': '1' },
    );
    expect(await runLogin(host, platform, never)).toBeUndefined();
    expect(failures[0]).toMatch(/^EAC_LOGIN_TIMEOUT: /);
    expect(shown[0]).toContain('Nobody finished the login');
  });
});

describe('a login that cannot be kept', () => {
  beforeEach(() => {
    writeFails = true;
  });

  test('fails where it was asked for to be kept', async () => {
    expect(await logIn()).toBeUndefined();
    expect(failures[0]).toMatch(/^EAC_LOGIN_CACHE: .*ENOSPC/);
  });

  test('is a warning for whoever came for credentials', async () => {
    expect(await exchange('when-needed')).toMatch(/^ASIA/);
    expect(told[0]).toMatch(/^Warning: The login cannot be kept.*ENOSPC/);
  });
});

describe('a login by device code', () => {
  const withDevice = async (answer: Record<string, string>) => {
    const done = logIn({ 'entra-credential': 'device-code' });
    while (told.length + failures.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await sandbox.handlers.entra({
      method: 'POST',
      path: `/${scenario.tenantId}/oauth2/deviceauth`,
      query: '',
      headers: {},
      body: String(new URLSearchParams({ ...credentials(), user_code: told[0] ?? '', ...answer })),
    });
    return done;
  };

  test('shows a code and waits', async () => {
    expect((await withDevice({}))?.claims.audience).toBe(scenario.clientId);
    expect(await exchange()).toMatch(/^ASIA/);
  });

  test('ends when it is declined', async () => {
    expect(await withDevice({ button: 'cancel' })).toBeUndefined();
    expect(failures[0]).toContain('EAC_LOGIN_REFUSED');
  });
});

describe('inputs of a pipeline', () => {
  test.each([
    ['audience', 'api://aws', 'EAC_INPUT_CONFLICT: "audience" is given'],
    ['send-certificate-chain', 'true', 'EAC_INPUT_CONFLICT: "send-certificate-chain" is true'],
    ['certificate', 'text', 'EAC_INPUT_CONFLICT: "certificate" is given'],
  ] as const)('such as %s are refused', async (name, value, said) => {
    expect(await logIn({ [name]: value })).toBeUndefined();
    expect(failures[0]).toContain(said);
  });

  test('such as the client ID as audience are not', async () => {
    expect(await logIn({ audience: scenario.clientId })).toBeDefined();
  });

  test('a host that nobody starts has no such way to log in', async () => {
    const { personalCredentials: _, ...host } = hostFor(personAsked('always'), {});
    expect(await runLogin(host, platform, never)).toBeUndefined();
    expect(failures[0]).toContain('EAC_INPUT_INVALID: "entra-credential" is "browser"');
  });
});
