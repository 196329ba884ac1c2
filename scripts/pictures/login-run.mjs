// Somebody who logs in with the built command line, on the sandbox.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { personScenario, startSandbox } from '@entra-aws-creds/sandbox';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns what the terminal shows but for the address, and the page at the end */
export async function logIn() {
  const sandbox = await startSandbox();
  try {
    const scenario = personScenario(sandbox);
    const child = started(sandbox, scenario);
    const [closed, stdout] = [once(child, 'close'), text(child.stdout)];
    const address = await addressIn(child.stderr);
    const page = await (await fetch(await signIn(address, sandbox, scenario))).text();
    const [printed] = await Promise.all([stdout, closed]);
    return { printed, page };
  } finally {
    await sandbox.close();
  }
}

function started(sandbox, { tenantId, clientId, roleArn }) {
  const program = join(root, 'dist/cli/index.js');
  const flags = [
    ...['--tenant-id', tenantId, '--client-id', clientId, '--role', roleArn],
    ...['--region', 'eu-west-1', '--authority-host', sandbox.entraUrl],
    ...['--sts-endpoint', sandbox.stsUrl],
  ];
  return spawn(process.execPath, [program, 'login', ...flags], {
    env: {
      PATH: process.env['PATH'],
      HOME: sandbox.directory,
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      BROWSER: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Where the program sends the browser. */
function addressIn(stream) {
  return new Promise((resolve, reject) => {
    let said = '';
    stream.setEncoding('utf8');
    stream.on('data', (part) => {
      said += part;
      const [, address] = /open this address: (\S+)\n/.exec(said) ?? [];
      if (address !== undefined) resolve(new URL(address));
    });
    stream.on('end', () => reject(new Error(`login opened no browser: ${said}`)));
  });
}

/** @returns what Entra sends the browser back to */
async function signIn({ pathname, search, host }, sandbox, { person }) {
  const typed = { login: person.userPrincipalName, password: person.password, button: 'next' };
  const { headers } = await sandbox.handlers.entra({
    method: 'POST',
    path: pathname,
    query: search.slice(1),
    headers: { host },
    body: String(new URLSearchParams(typed)),
  });
  return headers.location;
}
