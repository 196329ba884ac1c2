import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { personScenario } from '@entra-aws-creds/sandbox';
import { afterEach, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { askProvider, assign, functionApp } from '../claims-provider/provider-in-sandbox.ts';
import { signIn } from '../claims-provider/signed-in.ts';
import { ROLES_CLAIM } from '../recordings/web-identity.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { NODE_VERSIONS } from './node-versions.ts';
import { REPOSITORY } from './pipeline.ts';

const HOST = fileURLToPath(new URL('functions-host.mjs', import.meta.url));
const BUNDLE = join(REPOSITORY, 'dist/claims-provider/index.js');
const SETTINGS = join(REPOSITORY, 'packages/claims-provider/azure/host.json');
const RULES = { accounts: ['123456789012'], sourceIdentity: 'id' };

const sandbox = await sandboxOfFile();
let host: ChildProcess | undefined;
let said = '';
afterEach(() => {
  host?.kill();
});

/** The function app as it is deployed, under the real programming model of Azure Functions. */
async function startHost(environment: Readonly<Record<string, string>>): Promise<string> {
  const { cert, key } = sandbox.serverTls;
  writeFileSync(join(sandbox.directory, 'cert.pem'), cert);
  writeFileSync(join(sandbox.directory, 'key.pem'), key);
  said = '';
  const child = spawn(NODE_VERSIONS['Node 24'], [HOST, BUNDLE, SETTINGS, sandbox.directory], {
    env: { ...environment, NODE_EXTRA_CA_CERTS: sandbox.caFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  host = child;
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, port] = /^port (\d+)$/m.exec(said) ?? [];
      if (port !== undefined) resolve(`https://localhost:${port}/api/claims`);
    });
  });
}

test('the function gives Entra the claims of a person, and logs what it decided', async () => {
  const scenario = personScenario(sandbox);
  assign(scenario, scenario.person, 'aws:123456789012:Deploy');
  const { api, environment } = functionApp(sandbox, scenario.tenant, RULES);
  askProvider(scenario, { url: await startHost(environment), api, rules: RULES });
  const answer = await signIn(sandbox, scenario);
  if (!('idToken' in answer)) throw new Error(answer.description);
  expect(decodeJwt(answer.idToken)).toMatchObject({
    [ROLES_CLAIM]: ['arn:aws:iam::123456789012:role/Deploy'],
  });
  expect(said).toMatch(/^information user \{"decision":"claims".*"roles":\["arn:/m);
  expect(said).not.toContain(scenario.person.objectId);
});

test.each([
  ['settings that are missing', { AZURE_TENANT_ID: '' }, 'AZURE_TENANT_ID is not set'],
  [
    'rules that cannot be used',
    { RULES_FILE: fileURLToPath(import.meta.url) },
    'not a JSON object',
  ],
  ['no rules at all', { RULES_FILE: '/nowhere/rules.json' }, 'ENOENT'],
])('with %s every sign-in is denied, and the log says why', async (_, changed, why) => {
  const scenario = personScenario(sandbox);
  assign(scenario, scenario.person, 'aws:123456789012:Deploy');
  const { api, environment } = functionApp(sandbox, scenario.tenant, RULES);
  askProvider(scenario, {
    url: await startHost({ ...environment, ...changed }),
    api,
    rules: RULES,
  });
  expect(await signIn(sandbox, scenario)).toMatchObject({
    description: expect.stringContaining('AADSTS1100001'),
  });
  expect(said).toContain(why);
});
