import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, jest, test } from '@jest/globals';
import { emptyEstate, present } from '../cli/administrator.ts';
import { codeBlocks } from '../repository/documented-pages.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(240_000);

stopTheClock();
const sandbox = await sandboxOfFile();
const estate = new OrganizationEstate(sandbox);
const desk = emptyEstate(sandbox, 'Node 20', estate.tenant);
afterAll(() => desk.home.close());

const CLI = fileURLToPath(new URL('../../dist/cli/index.js', import.meta.url));
const { folder } = desk.home;
const at = (name: string) => join(folder, name);

/** Those of the page, in the partition of the sandbox. */
const [first = '', rotation = '', ending = ''] = codeBlocks('docs/organization.md')
  .map(({ text }) => text)
  .filter((text) => /(?:automation|next)\.pem/.test(text))
  .map((text) =>
    text
      .replaceAll('aws-us-gov', 'aws')
      .replaceAll('us-gov-west-1', 'us-east-1')
      .replaceAll('AzureUSGovernment', sandbox.entraUrl),
  );

const flags = [
  ...desk.places,
  ...['--admin-client-id', desk.administrator.clientId],
  ...['--admin-certificate-path', at('administrator.pem'), '--yes'],
];
const quoted = (text: string) => `'${text}'`;
const program = (name: string, lines: string) =>
  writeFileSync(at(name), `#!/bin/bash\nset -eu\n${lines}\n`, { mode: 0o755 });
program(
  'entra-aws-creds',
  `command=$1; shift; exec ${process.execPath} ${CLI} "$command" ${flags.map(quoted).join(' ')} "$@"`,
);
// What goes to the secret is the file; that the command has this form is AWS's documentation.
program(
  'aws',
  `for argument in "$@"; do case "$argument" in file://*) cp "\${argument#file://}" secret ;; esac; done; echo "$1 $2" >> calls`,
);

/** The clock of the sandbox stands otherwise, and that of the programs does not. */
const catchUp = () => jest.setSystemTime(jest.getRealSystemTime());

async function type(commands: string): Promise<string> {
  const { accessKeyId, secretAccessKey } = desk.user;
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', `cd '${folder}'\n${commands}`], {
    env: {
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      HOME: folder,
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      ...{ TENANT: estate.tenant.id, ACCOUNT: desk.account.id, NIGHTLY: 'arn' },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const clock = setInterval(catchUp, 100);
  const status = await new Promise((resolve) => shell.on('close', resolve));
  clearInterval(clock);
  if (status !== 0) throw new Error(`the commands ended with ${status}: ${said}`);
  return said;
}

/** The thumbprints by which the functions have logged in since the last look. */
function thumbprints(): ReadonlySet<string> {
  const said = JSON.stringify(estate.log);
  (estate.log as unknown[]).length = 0;
  return new Set([...said.matchAll(/the certificate ([0-9A-F]{40})/g)].map(([, one = '']) => one));
}

test('the commands of the page set up a certificate, replace it while roles are bound, and take the old one away', async () => {
  await type(first);
  const application = present(
    estate.tenant.apps.find(({ displayName }) => displayName === 'entra-aws-creds-automation'),
  );
  estate.tenant.grantGraph(application, 'Application.ReadWrite.OwnedBy');
  const secret = estate.central.secret({
    name: 'entra-aws-creds',
    text: readFileSync(at('secret'), 'utf8'),
  });
  estate.useCertificate(secret.arn);
  estate.set('CLIENT_ID', application.clientId);
  await estate.developer.createRole('before');
  await estate.settle();
  expect(estate.executions.at(-1)?.status).toBe('SUCCEEDED');
  const old = thumbprints();
  expect(old.size).toBe(1);

  await type(rotation);
  expect(application.certificates).toHaveLength(2);
  await estate.developer.createRole('meanwhile');
  await estate.settle();
  expect([estate.executions.at(-1)?.status, thumbprints()]).toEqual(['SUCCEEDED', old]);
  secret.put(readFileSync(at('secret'), 'utf8'));
  expect((await estate.night()).status).toBe('SUCCEEDED');
  const next = thumbprints();
  expect(next.size).toBe(1);
  expect(next).not.toEqual(old);

  expect(await type(`role=arn:aws:iam::$ACCOUNT:role/entra-aws-creds-login\n${ending}`)).toMatch(
    /Removed: /,
  );
  expect(
    application.certificates.map(({ fingerprint }) => fingerprint.replaceAll(':', '')),
  ).toEqual([...next]);
  await estate.developer.createRole('after');
  await estate.settle();
  expect([estate.executions.at(-1)?.status, thumbprints()]).toEqual(['SUCCEEDED', next]);
  expect(existsSync(at('next.pem')) || existsSync(at('automation.pem'))).toBe(false);
  const login = desk.account.findRole('entra-aws-creds-login');
  expect([login?.attachedPolicies.size, login?.inlinePolicies.size]).toEqual([0, 0]);
  expect(readFileSync(at('calls'), 'utf8').trim().split('\n')).toEqual([
    'secretsmanager create-secret',
    'secretsmanager put-secret-value',
    'stepfunctions start-execution',
  ]);
});
