import { expect, test } from '@jest/globals';
import type { InputName } from '../../packages/core/src/1-inputs/input-name.ts';
import { privateProfile } from '../../packages/core/src/5-publish/private-profile.ts';
import { processOutput } from '../../packages/core/src/5-publish/renewal-plan.ts';
import { runExchange } from '../../packages/core/src/exchange/checked-exchange.ts';
import { checkInputs } from '../../packages/core/src/exchange/checked-inputs.ts';
import { nodePlatform } from '../../packages/core/src/platform/node-platform.ts';
import { whoAmI } from '../../packages/core/src/who-am-i.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { terminalHost } from './terminal-host.ts';

const { sandbox, scenario } = await standardSandbox();
const platform = () => nodePlatform({ AWS_CA_BUNDLE: sandbox.caFile });
const never = () => new AbortController().signal;

const inputs = (): Partial<Record<InputName, string>> => ({
  'tenant-id': scenario.tenantId,
  'client-id': scenario.clientId,
  certificate: scenario.pem,
  audience: scenario.audience,
  'authority-host': sandbox.entraUrl,
  'aws-region': 'eu-west-1',
  'role-to-assume': scenario.roleArn,
  'sts-endpoint': sandbox.stsUrl,
});

async function session() {
  const { host } = terminalHost(inputs());
  const result = await runExchange(host, platform(), never(), async (done) => done);
  if (result?.sessions.main === undefined) throw new Error('there is no session');
  return { host, result, main: result.sessions.main };
}

const ask = (find: Parameters<typeof whoAmI>[1]) =>
  whoAmI(terminalHost(inputs()).host, find, platform(), never());

test('STS says whose credentials they are', async () => {
  const { main } = await session();
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(
    processOutput(main.credentials),
  );
  const found = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  expect(await ask(async () => found)).toEqual({
    identity: {
      account: scenario.accountId,
      arn: main.credentials.assumedRoleArn,
      userId: expect.stringContaining(':CommandLine-test'),
    },
  });
});

test('keys that nobody knows, and no keys at all, are told in a line', async () => {
  const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) };
  expect(await ask(async () => unknown)).toEqual({
    failure: expect.stringMatching(/^EAC_STS_REFUSED: STS does not know the credentials/),
  });
  const nothing = () => Promise.reject(new Error('Could not find any'));
  expect(await ask(nothing)).toEqual({
    failure: expect.stringMatching(/^EAC_NO_CREDENTIALS: .*Could not find any\. Run a command/),
  });
});

test('a private profile has the plan, and an environment without rivals', async () => {
  const { host, result } = await session();
  const program = { node: '/node', script: '/cli.js', words: ['credential-process', '--plan'] };
  const { files, variables } = await privateProfile(result, host, '/private', program, platform());
  const config = files.find(({ path }) => path === '/private/config');
  expect(config?.text).toContain(
    'credential_process = /node /cli.js credential-process --plan /private/renew-entra-aws-creds.json',
  );
  expect(variables).toMatchObject({
    AWS_PROFILE: 'entra-aws-creds',
    AWS_CONFIG_FILE: '/private/config',
    AWS_REGION: 'eu-west-1',
  });
  const takenOut = Object.keys(variables).filter((name) => variables[name] === undefined);
  expect(takenOut).toEqual(
    expect.arrayContaining([
      'AWS_ACCESS_KEY_ID',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_DEFAULT_PROFILE',
    ]),
  );
});

test('inputs are checked without asking anybody', async () => {
  const before = sandbox.requests.length;
  const right = terminalHost(inputs());
  expect((await checkInputs(right.host, platform(), never()))?.region.name).toBe('eu-west-1');
  const wrong = terminalHost({ ...inputs(), 'aws-region': 'nowhere' });
  expect(await checkInputs(wrong.host, platform(), never())).toBeUndefined();
  expect(wrong.told.join()).toMatch(/EAC_INPUT_INVALID: "--aws-region"/);
  expect(sandbox.requests.length).toBe(before);
});
