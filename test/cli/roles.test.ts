import { type AwsRole, type PersonScenario, personScenario } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  appRoleOf,
  assign,
  type RunningProvider,
  startProvider,
  trustClient,
} from '../claims-provider/provider-in-sandbox.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { PersonAtTerminal } from './person-at-terminal.ts';

let clock = 0;
const sandbox = await sandboxOfFile({ now: () => new Date(Date.now() + clock) });
sandbox.aws.rolePropagationSeconds = 0;
let scenario: PersonScenario;
let other: AwsRole;
let person: PersonAtTerminal;
let running: RunningProvider;
let flags: readonly string[];

beforeEach(async () => {
  clock = 0;
  sandbox.entra.idTokenLifetimeSeconds = 3600;
  scenario = personScenario(sandbox, { roleName: `Deploy-${crypto.randomUUID()}` });
  const { role } = scenario;
  const beside = { name: `Read-${crypto.randomUUID()}`, trustPolicy: role.trustPolicy };
  other = sandbox.aws.account('123456789012').role(beside);
  trustClient(scenario, role, other);
  running = await startProvider(sandbox, scenario, {
    accounts: ['123456789012'],
    sourceIdentity: 'id',
  });
  person = new PersonAtTerminal(sandbox, scenario);
  const at = person.flags.indexOf('--role');
  flags = person.flags.filter((_, index) => index !== at && index !== at + 1);
});
afterEach(async () => running[Symbol.asyncDispose]());

const give = (role: Pick<AwsRole, 'arn'>) => assign(scenario, scenario.person, appRoleOf(role.arn));
const logIn = async (...more: string[]) => {
  const login = person.start(['login', ...flags, ...more]);
  await person.logInInBrowser(login);
  return login.ended;
};
const exec = (...more: string[]) =>
  person.run([
    ...['exec', '--entra-credential', 'browser', ...flags, ...more],
    ...['--', process.execPath, '-p', 'process.env.AWS_ACCESS_KEY_ID'],
  ]);
const lastSession = () => sandbox.aws.sessions.at(-1)?.role.arn;

describe('a person with one role', () => {
  test('is shown it, and exec and console take it without being told', async () => {
    give(scenario.role);
    const { status, stdout } = await logIn();
    expect(status).toBe(0);
    expect(stdout).toContain(
      `Your token is good for these roles and no others:\n  ${scenario.roleArn} (chosen)\n`,
    );
    expect(await exec()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^ASIA/) });
    expect(lastSession()).toBe(scenario.roleArn);
    const console = await person.run([
      ...['console', '--entra-credential', 'browser', ...flags],
      ...['--print', '--signin-endpoint', sandbox.signinUrl],
    ]);
    expect(console.status).toBe(0);
  });

  test('is refused another, in words that say what the token names', async () => {
    give(scenario.role);
    await logIn();
    const { status, stderr } = await exec('--role', other.arn);
    expect(status).toBe(1);
    expect(stderr).toContain('EAC_STS_ROLE_NOT_IN_TOKEN');
    expect(stderr).toContain(`which names ${scenario.roleArn}`);
  });
});

describe('a person with several roles', () => {
  beforeEach(() => {
    give(scenario.role);
    give(other);
  });

  test('is shown them, and has to name one where nobody can be asked', async () => {
    const { stdout } = await logIn('--json');
    expect(JSON.parse(stdout).roles).toEqual([other.arn, scenario.roleArn].sort());
    expect(JSON.parse(stdout)).not.toHaveProperty('chosenRole');
    const { status, stderr } = await exec();
    expect([status, stderr]).toEqual([64, expect.stringContaining('none was chosen at login')]);
    expect((await exec('--role', other.arn)).status).toBe(0);
    expect(lastSession()).toBe(other.arn);
  });

  test('chooses from a list on a terminal, by name or number', async () => {
    const login = person.start(['login', ...flags], { terminal: true });
    const inBrowser = person.logInInBrowser(login);
    await login.shows(/Which role\? 1 to 2, or its name: /);
    login.type('no-such-role\n');
    await login.shows(/There is no such role\.[\s\S]*Which role\?/);
    login.type('2\n');
    await inBrowser;
    const { status, stdout } = await login.ended;
    const [, second = ''] = [other.arn, scenario.roleArn].sort();
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${second} (chosen)`)]);
    expect((await exec()).status).toBe(0);
    expect(lastSession()).toBe(second);
  });

  test('who logs out has chosen nothing any more', async () => {
    await logIn('--role', other.arn);
    expect((await exec()).status).toBe(0);
    expect(lastSession()).toBe(other.arn);
    await person.run(['logout']);
    expect((await exec()).status).toBe(64);
  });
});

test('a person who has lost the role is told so with the next token', async () => {
  const takeAway = give(scenario.role);
  sandbox.entra.idTokenLifetimeSeconds = 240;
  await logIn();
  expect((await exec()).status).toBe(0);
  takeAway();
  clock = 10_000;
  const { status, stderr } = await exec();
  expect(status).toBe(1);
  expect(stderr).toContain('EAC_LOGIN_REFUSED: The claims provider of the application denied');
});

test('where the claims mapping policy is gone, the refusal says so', async () => {
  give(scenario.role);
  const { servicePrincipal } = scenario.client;
  if (servicePrincipal !== undefined) servicePrincipal.claimsMappingPolicies = [];
  const { stdout } = await logIn();
  expect(stdout).not.toContain('Your token is good for');
  const { status, stderr } = await exec('--role', scenario.roleArn);
  expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_STS_ACCESS_DENIED')]);
  expect(stderr).toContain('restore the claims provider of the application');
  expect(stderr).not.toContain(':sub"');
});

describe('doctor', () => {
  const doctor = async () => {
    scenario.role.mayReadItself = true;
    const { stdout } = await person.run([
      ...['doctor', '--json', '--entra-credential', 'browser', ...flags],
      ...['--iam-endpoint', sandbox.iamUrl],
    ]);
    const { checks } = JSON.parse(stdout) as { checks: readonly Record<string, unknown>[] };
    return (name: string) => JSON.stringify(checks.find((check) => check['name'] === name));
  };

  test('knows what AWS must hold for a person, and finds nothing wide in it', async () => {
    give(scenario.role);
    await logIn();
    const check = await doctor();
    expect(check('inputs')).toContain('role-to-assume: from the choice at login');
    expect(check('provider')).toContain('sts:RoleAuthorizedByIdp');
    expect(check('provider')).toContain('Assignment required');
    expect(check('provider')).not.toContain(':sub');
    expect(check('trust-policy')).toContain('"result":"passed"');
  });

  test('finds a role that does not demand the roles claim', async () => {
    give(scenario.role);
    await logIn();
    const document = JSON.parse(JSON.stringify(scenario.role.trustPolicy));
    delete document.Statement[0].Condition.Bool;
    scenario.role.trustPolicy = document;
    const check = await doctor();
    expect(check('trust-policy')).toContain('TRUST_ROLES_CLAIM_OPTIONAL (medium)');
  });
});

test('a person without a role does not get in, and is told whom to ask', async () => {
  const { status, stderr } = await logIn();
  expect(status).toBe(1);
  expect(stderr).toContain('EAC_LOGIN_REFUSED: The claims provider of the application denied');
  expect(stderr).toContain('AADSTS1100001');
});
