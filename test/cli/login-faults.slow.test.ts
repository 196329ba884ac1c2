import {
  FAULTS,
  injectFault,
  type PersonScenario,
  personScenario,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { leaksIn } from '../bundle/leaks.ts';
import { PersonAtTerminal } from './person-at-terminal.ts';

const NAMES = FAULTS.filter(({ services }) => services.includes('entra')).map(({ name }) => name);
const CODES = /^EAC_(?:ENTRA|TOKEN|LOGIN|TIME_LIMIT)/m;

let sandbox: Sandbox;
let scenario: PersonScenario;
let person: PersonAtTerminal;

beforeAll(async () => {
  sandbox = await startSandbox();
  scenario = personScenario(sandbox);
  person = new PersonAtTerminal(sandbox, scenario);
  // Too short for an exchange, so that each call renews.
  sandbox.entra.idTokenLifetimeSeconds = 240;
  await person.logInInBrowser(person.start(['login', ...person.flags]));
});
afterAll(() => sandbox.close());

describe('a renewal on a bad day of Entra', () => {
  test.each(NAMES)('%s: works or says why, and the login is kept', async (name) => {
    const fault = injectFault(sandbox, 'entra', name);
    const { status, stdout, stderr } = await person.run([
      ...['exec', '--entra-credential', 'browser', '--debug', ...person.flags],
      ...['--retry-max-attempts', '2', '--action-timeout-s', '6'],
      ...['--', process.execPath, '-p', '"ran"'],
    ]);
    fault.remove();
    expect([status, stdout]).toEqual(status === 0 ? [0, 'ran\n'] : [1, '']);
    if (status !== 0) expect(stderr).toMatch(CODES);
    expect(stderr).not.toMatch(/EAC_INTERNAL|^::|##vso/m);
    const secrets = sandbox.aws.sessions.flatMap((one) => [one.secretAccessKey, one.sessionToken]);
    expect(leaksIn(stderr, { secrets, tokens: sandbox.entra.issuedTokens })).toEqual([]);
  });

  test('is over afterwards', async () => {
    const { status } = await person.run([
      ...['exec', '--entra-credential', 'browser', ...person.flags],
      ...['--', process.execPath, '-p', '"ran"'],
    ]);
    expect(status).toBe(0);
  });
});
