// Somebody who logs in with the built command line, on the sandbox.
import { text } from 'node:stream/consumers';
import { personScenario, startSandbox } from '@entra-aws-creds/sandbox';
import { startProgram } from './built-program.mjs';

/** @returns what the terminal shows but for the address, and the page at the end */
export async function logIn() {
  const sandbox = await startSandbox();
  try {
    const scenario = personScenario(sandbox);
    const child = started(sandbox, scenario);
    const printed = text(child.stdout);
    const address = await addressIn(child.stderr);
    const page = await (await fetch(await signIn(address, sandbox, scenario))).text();
    return { printed: await printed, page };
  } finally {
    await sandbox.close();
  }
}

function started(sandbox, { tenantId, clientId, roleArn }) {
  const flags = [
    ...['--tenant-id', tenantId, '--client-id', clientId, '--role', roleArn],
    ...['--region', 'eu-west-1', '--authority-host', sandbox.entraUrl],
    ...['--sts-endpoint', sandbox.stsUrl],
  ];
  return startProgram('cli', ['login', ...flags], {
    HOME: sandbox.directory,
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
    BROWSER: 'true',
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
