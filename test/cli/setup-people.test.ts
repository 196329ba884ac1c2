import type { PersonScenario } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  assign,
  type RunningProvider,
  runProvider,
} from '../claims-provider/provider-in-sandbox.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate } from './administrator.ts';
import { PersonAtTerminal } from './person-at-terminal.ts';

jest.setTimeout(180_000);

const sandbox = await sandboxOfFile();
sandbox.aws.rolePropagationSeconds = 0;
const NAME = 'AWS for people';
const PERMISSIONS = [
  'Policy.Read.All',
  'Policy.ReadWrite.ApplicationConfiguration',
  'CustomAuthenticationExtension.ReadWrite.All',
  'EventListener.ReadWrite.All',
];

let estate: EmptyEstate;
let running: RunningProvider;
beforeEach(async () => {
  estate = emptyEstate(sandbox);
  for (const one of PERMISSIONS) estate.tenant.grantGraph(estate.administrator, one);
  running = await runProvider(sandbox, estate.tenant, {
    accounts: [estate.account.id],
    tags: { team: 'department' },
    sourceIdentity: 'userPrincipalName',
  });
});
afterEach(async () => {
  estate.home.close();
  await running[Symbol.asyncDispose]();
});

const role = (name = 'Deploy') => `arn:aws:iam::${estate.account.id}:role/${name}`;
const appRole = (name = 'Deploy') => `aws:${estate.account.id}:${name}`;
const binding = (name?: string) => [
  ...['--for', 'people', '--application', NAME, '--role', role(name), '--yes'],
];
const provider = () => [
  ...['--claims-provider-url', running.url],
  ...['--claims-provider-application', running.api.clientId],
  ...['--claims-rules', running.environment['RULES_FILE'] ?? ''],
];
const setup = (...flags: readonly string[]) => estate.run(['setup', ...flags]);
const application = () => estate.tenant.apps.find(({ displayName }) => displayName === NAME);

/** As somebody who logs in with what set-up printed. */
function personOf(): { readonly scenario: PersonScenario; readonly terminal: PersonAtTerminal } {
  const client = application();
  const made = estate.account.findRole('Deploy');
  if (client === undefined || made === undefined) throw new Error('it was not set up');
  const scenario: PersonScenario = {
    tenant: estate.tenant,
    client,
    person: estate.tenant.person(),
    role: made,
    tenantId: estate.tenant.id,
    clientId: client.clientId,
    roleArn: made.arn,
  };
  return { scenario, terminal: new PersonAtTerminal(sandbox, scenario) };
}

async function logIn(terminal: PersonAtTerminal, flags: readonly string[]) {
  const login = terminal.start(['login', ...flags]);
  await terminal.logInInBrowser(login);
  return login.ended;
}

const withoutRole = ({ flags }: PersonAtTerminal) => {
  const at = flags.indexOf('--role');
  return flags.filter((_, index) => index !== at && index !== at + 1);
};

describe('with a claims provider', () => {
  test('goes from nothing to a person who has exactly the role of their app role, and back', async () => {
    const first = await setup(...binding(), ...provider());
    expect([first.status, first.stderr]).toEqual([
      0,
      expect.stringContaining('Who is to have the role'),
    ]);
    expect(JSON.parse(first.stdout)).toMatchObject({ 'client-id': application()?.clientId });
    // A further role keeps the claims provider that the application has.
    expect((await setup(...binding('Audit'))).status).toBe(0);
    const again = await setup(...binding(), ...provider());
    expect(again.stderr).toContain('there is nothing to do');

    const { scenario, terminal } = personOf();
    assign(scenario, scenario.person, appRole());
    scenario.person.profile = { department: 'Web Shop' };
    const flags = withoutRole(terminal);
    const { status, stdout } = await logIn(terminal, flags);
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining(
        `Your token is good for these roles and no others:\n  ${role()} (chosen)\n`,
      ),
    ]);
    const exec = (...more: string[]) =>
      terminal.run([
        ...['exec', '--entra-credential', 'browser', ...flags, ...more],
        ...['--', process.execPath, '-p', '1'],
      ]);
    expect((await exec()).status).toBe(0);
    expect(sandbox.aws.sessions.at(-1)).toMatchObject({
      role: expect.objectContaining({ arn: role() }),
      tags: { team: 'Web Shop' },
      sourceIdentity: scenario.person.userPrincipalName,
    });
    const refused = await exec('--role', role('Audit'));
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('EAC_STS_ROLE_NOT_IN_TOKEN'),
    ]);

    const verify = () => estate.run(['verify', '--for', 'people', '--role', role(), '--json']);
    expect(JSON.parse((await verify()).stdout)).toEqual({ inStep: true, drift: [] });
    scenario.client.assigned = undefined;
    expect((await verify()).stdout).toContain('assignment-not-required');

    for (const name of ['Deploy', 'Audit']) {
      const gone = await estate.run(['teardown', ...binding(name), '--purge']);
      expect([gone.status, gone.stderr]).toEqual([0, expect.any(String)]);
    }
    expect([estate.account.roles, estate.account.providers]).toEqual([[], []]);
    expect(application()).toBeUndefined();
    expect([...estate.tenant.stored.values()].flat()).toEqual([]);
  });

  test('with --dry-run writes nothing anywhere', async () => {
    const before = sandbox.requests.length;
    const { status, stderr } = await setup(...binding(), ...provider(), '--dry-run');
    expect([status, stderr]).toEqual([0, expect.stringContaining('+ Event listener')]);
    const writes = sandbox.requests
      .slice(before)
      .filter(({ service, method }) => service === 'graph' && method !== 'GET');
    expect([writes, application()]).toEqual([[], undefined]);
  });

  test('refuses rules by which nobody could have the role', async () => {
    const other = 'arn:aws:iam::999999999999:role/Deploy';
    const { status, stderr } = await setup(
      ...['--for', 'people', '--application', NAME, '--role', other, '--yes', ...provider()],
    );
    expect([status, stderr]).toEqual([64, expect.stringContaining(`leads to ${other}`)]);
  });
});

describe('without a claims provider', () => {
  test('lets in who is assigned and nobody else, and says what decides', async () => {
    const { status, stdout, stderr } = await setup(...binding());
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining('whoever is assigned to the application may have the role'),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ 'role-to-assume': role() });
    const { scenario, terminal } = personOf();
    const address = terminal.start(['login', ...terminal.flags]);
    await expect(terminal.logInInBrowser(address)).rejects.toThrow('AADSTS50105');
    address.interrupt();
    assign(scenario, scenario.person, appRole());
    expect((await logIn(terminal, terminal.flags)).status).toBe(0);
    expect(sandbox.aws.sessions.at(-1)?.role.arn).toBe(role());
  });
});

test('a person administers it in the browser, and is asked for what it takes', async () => {
  const { accessKeyId, secretAccessKey } = estate.account.user({
    name: 'grace',
    isAdministrator: true,
  });
  const person = estate.tenant.person({ directoryRoles: ['Application Administrator'] });
  const assigned = estate.tenant.person({ userPrincipalName: 'lovelace@contoso.com' });
  const none = { ...estate, tenantId: estate.tenant.id, clientId: '', roleArn: role(), person };
  const terminal = new PersonAtTerminal(sandbox, none as unknown as PersonScenario);
  const started = terminal.start(
    [
      ...['setup', ...binding(), ...provider(), '--tenant-id', estate.tenant.id],
      ...['--assign', assigned.userPrincipalName],
      ...['--authority-host', sandbox.entraUrl, '--graph-endpoint', sandbox.graphUrl],
      ...['--iam-endpoint', sandbox.iamUrl, '--sts-endpoint', sandbox.stsUrl],
    ],
    {
      env: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      terminal: true,
    },
  );
  await terminal.logInInBrowser(started);
  const { status, stdout } = await started.ended;
  expect([status, stdout]).toEqual([0, expect.stringContaining('Who is to have the role')]);
  const [{ id = '' } = {}] = application()?.registration.appRoles ?? [];
  expect(estate.tenant.appRoleAssignments).toMatchObject([
    { principalId: assigned.objectId, appRoleId: id },
  ]);
});

test('whom nobody knows is not assigned, and nothing is made', async () => {
  estate.tenant.grantGraph(estate.administrator, 'AppRoleAssignment.ReadWrite.All');
  estate.tenant.grantGraph(estate.administrator, 'User.ReadBasic.All');
  const { status, stderr } = await setup(...binding(), '--assign', 'nobody@contoso.com');
  expect([status, stderr]).toEqual([1, expect.stringContaining('There is nobody in the tenant')]);
  expect(application()).toBeUndefined();
});

test.each([
  [['--for', 'everybody'], '--for takes people or pipelines'],
  [['--app-role', 'x'], '--app-role goes with --for people'],
  [['--for', 'people', '--token-version', '1.0'], '--token-version does not go with --for people'],
  [['--for', 'people', '--claims-rules', 'x'], 'go together'],
])('%j is refused', async (flags, words) => {
  const { status, stderr } = await setup(
    ...['--application', NAME, '--role', role(), '--yes', ...flags],
  );
  expect([status, stderr]).toEqual([64, expect.stringContaining(words)]);
});
