import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { personScenario } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { graphApp } from '../sandbox/graph-client.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate } from './administrator.ts';
import { PersonAtTerminal } from './person-at-terminal.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
sandbox.entra.people.deviceInterval = 1;
let estate: EmptyEstate;
let arn: string;
beforeEach(() => {
  estate = emptyEstate(sandbox);
  arn = `arn:aws:iam::${estate.account.id}:role/Deploy`;
});
afterEach(() => estate.home.close());

const setup = () => [
  ...['setup', '--application', 'web', '--role', arn, '--yes', ...estate.places],
  ...['--certificate-path', estate.certificate],
];
const webs = () => estate.tenant.apps.filter(({ displayName }) => displayName === 'web');

describe('with the Azure CLI', () => {
  /** A program of that name which gives this token, and notes what it was called with. */
  const az = (answer: string) => {
    const folder = join(estate.home.folder, 'bin');
    mkdirSync(folder);
    const path = estate.home.write(
      'bin/az',
      `#!/bin/sh\necho "$@" > "${estate.home.folder}/called"\n${answer}\n`,
    );
    chmodSync(path, 0o755);
    return { PATH: `${folder}${delimiter}${estate.home.environment['PATH']}` };
  };

  test('whoever is logged in there sets up, and nobody is asked', async () => {
    const { token } = await graphApp(sandbox, estate.tenant, 'Application.ReadWrite.OwnedBy');
    const env = az(`echo '{"accessToken":"${token}"}'`);
    const { status, stdout, stderr } = await estate.home.run([...setup(), '--debug'], { env });
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/^Entra: with the login of the Azure CLI\.\n[\s\S]*\nProved: /),
    ]);
    expect(stdout + stderr).not.toContain(token);
    expect(readFileSync(join(estate.home.folder, 'called'), 'utf8')).toBe(
      `account get-access-token --resource https://graph.microsoft.com --tenant ${estate.tenant.id} --output json\n`,
    );
  });

  test('a login to another tenant changes nothing in either', async () => {
    const other = sandbox.entra.tenant();
    const { token } = await graphApp(sandbox, other, 'Application.ReadWrite.OwnedBy');
    const env = az(`echo '{"accessToken":"${token}"}'`);
    const { status, stderr } = await estate.home.run(setup(), { env });
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_ADMIN_CREDENTIALS')]);
    expect([webs(), estate.account.roles]).toEqual([[], []]);
  });

  test('where nobody is logged in and nobody can be asked, setup says what to do', async () => {
    const { status, stderr } = await estate.home.run(setup(), { env: az('exit 1') });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/EAC_LOGIN_NEEDED[\s\S]*az login.*--admin-client-id/),
    ]);
  });
});

describe('as a person', () => {
  const person = () => {
    const scenario = personScenario(sandbox, {
      tenant: estate.tenant,
      person: {
        userPrincipalName: `ada@${estate.tenant.id}.example`,
        directoryRoles: ['Application Developer'],
      },
      roleName: `People-${estate.account.id}`,
    });
    return new PersonAtTerminal(sandbox, scenario);
  };
  const env = () => {
    const {
      NODE_EXTRA_CA_CERTS: _,
      PATH: __,
      HOME: ___,
      TMPDIR: ____,
      ...keys
    } = estate.home.environment;
    return keys;
  };

  test('in the browser, who may register applications sets up, once they agreed to the plan', async () => {
    const ada = person();
    const asking = setup().filter((word) => word !== '--yes');
    const running = ada.start(asking, { env: env(), terminal: true });
    const address = new URL(await ada.visited());
    await fetch(await ada.signIn(address));
    await running.shows(/Do it\? \(yes\/no\)/);
    expect(webs()).toEqual([]);
    estate.account.provider({
      url: `https://login.microsoftonline.com/${estate.tenant.id}/v2.0`,
      clientIds: ['somebody-else'],
    });
    running.type('yes\n');
    await running.shows(/Meanwhile somebody has changed something[\s\S]*Do it\?/);
    expect(webs()).toEqual([]);
    running.type('yes\n');
    const { status, stdout } = await running.ended;
    expect([status, stdout]).toEqual([0, expect.stringContaining('\nProved: ')]);
    expect(webs()).toHaveLength(1);
  });

  test('by device code, on a machine without a browser', async () => {
    const ada = person();
    const running = ada.start([...setup(), '--device-code', '--dry-run'], { env: env() });
    const [, address = '', code = ''] = await running.says(/open (\S+) .* code (\S+)/);
    await ada.typeCode(new URL(address), code);
    expect(await running.ended).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('+ Entra application "web"'),
    });
  });
});
