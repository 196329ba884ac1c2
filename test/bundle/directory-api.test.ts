import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { ACCOUNT, apiOfFile, ROLE_ID } from '../directory-api/api-in-sandbox.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { NODE_VERSIONS } from './node-versions.ts';
import { REPOSITORY } from './pipeline.ts';

const HOST = fileURLToPath(new URL('functions-host.mjs', import.meta.url));
const BUNDLE = join(REPOSITORY, 'dist/directory-api/index.js');
const SETTINGS = join(REPOSITORY, 'packages/directory-api/azure/host.json');
const PATH = `/v1/bindings/aws/${ACCOUNT}/Deploy%2Cit`;

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox);
let host: ChildProcess | undefined;
let said = '';
afterEach(() => {
  host?.kill();
});

/** The function app as it is deployed, under the real programming model of Azure Functions. */
async function startHost(changed: Readonly<Record<string, string>> = {}): Promise<string> {
  const { cert, key } = sandbox.serverTls;
  writeFileSync(join(sandbox.directory, 'cert.pem'), cert);
  writeFileSync(join(sandbox.directory, 'key.pem'), key);
  said = '';
  const child = spawn(NODE_VERSIONS['Node 24'], [HOST, BUNDLE, SETTINGS, sandbox.directory], {
    env: { ...running.environment, NODE_EXTRA_CA_CERTS: sandbox.caFile, ...changed },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  host = child;
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, port] = /^port (\d+)$/m.exec(said) ?? [];
      if (port !== undefined) resolve(`https://localhost:${port}`);
    });
  });
}

async function send(url: string, method: string, path: string, body?: object) {
  const headers = {
    authorization: `Bearer ${await running.token()}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  return new Promise<{ status: number | undefined; type: string | undefined; body: string }>(
    (resolve, reject) => {
      const sent = request(`${url}${path}`, { method, headers, ca: sandbox.caPem }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            type: answer.headers['content-type'],
            body: text,
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    },
  );
}

test('the function app makes, shows and removes, and logs what it did', async () => {
  const url = await startHost();
  const made = await send(url, 'PUT', PATH, { roleId: ROLE_ID });
  expect(made).toMatchObject({ status: 201, type: 'application/json' });
  expect(JSON.parse(made.body)).toMatchObject({ role: `arn:aws:iam::${ACCOUNT}:role/Deploy,it` });
  for (const path of [PATH, `/v1/bindings/aws/${ACCOUNT}`]) {
    expect(JSON.parse((await send(url, 'GET', path)).body).bindings).toHaveLength(1);
  }
  const removal = `${PATH}?mode=delete&roleId=${ROLE_ID}`;
  expect(await send(url, 'DELETE', removal)).toMatchObject({ status: 200 });
  expect(await send(url, 'DELETE', removal)).toMatchObject({ status: 204, body: '' });
  expect(await send(url, 'DELETE', PATH)).toMatchObject({
    status: 422,
    type: 'application/problem+json',
  });
  expect(said).toMatch(/^information user \{"act":"ensure".*"role":"Deploy,it","status":201,/m);
  expect(said).toMatch(/^warning user \{"act":"remove".*"code":"EAC_API_REQUEST"/m);
  for (const token of sandbox.entra.issuedTokens) expect(said).not.toContain(token);
});

test('with settings that cannot be used every request is refused, and the log alone says why', async () => {
  const url = await startHost({ ALLOWED_ACCOUNTS: '' });
  const refused = await send(url, 'PUT', PATH, { roleId: ROLE_ID });
  expect(refused).toMatchObject({ status: 500, type: 'application/problem+json' });
  expect(refused.body).not.toContain('ALLOWED_ACCOUNTS');
  expect(said).toContain('ALLOWED_ACCOUNTS is not set');
});
