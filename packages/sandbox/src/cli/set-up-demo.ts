import { join } from 'node:path';
import { runChildProcess } from '../runner/child-process.ts';
import type { Sandbox } from '../sandbox.ts';
import { emptyEstate } from './empty-estate.ts';
import { PRODUCT_ROOT } from './product.ts';
import { say, sayLog, title } from './stage.ts';

const ROLE = 'arn:aws:iam::210987654321:role/deploy';

/** From an empty tenant and account to a trust that a login has proved, by the program that administrators run. */
export async function setUpDemo(sandbox: Sandbox): Promise<boolean> {
  const { defaultsFile, awsFile } = await emptyEstate(sandbox, '210987654321');
  title(
    'Set-up, in another tenant and account, which are empty',
    `entra-aws-creds setup --config ${defaultsFile} --application web --role ${ROLE} --yes`,
  );
  const before = sandbox.requests.length;
  const { directory, caFile } = sandbox;
  const lines: string[] = [];
  const flags = ['--config', defaultsFile, '--application', 'web', '--role', ROLE, '--yes'];
  const { exitCode } = await runChildProcess({
    command: process.execPath,
    args: [join(PRODUCT_ROOT, 'dist/cli/index.js'), 'setup', ...flags],
    env: {
      HOME: directory,
      NODE_EXTRA_CA_CERTS: caFile,
      AWS_SHARED_CREDENTIALS_FILE: join(directory, awsFile),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    cwd: directory,
    onLine: (line, stream) => {
      // The result, on the other stream, is the step of the first two acts.
      if (stream === 'stderr') lines.push(line);
    },
  });
  sayLog(lines);
  const requests = sandbox.requests.slice(before);
  const services = [...new Set(requests.map(({ service }) => service))];
  const counts = services.map(
    (name) => `${name} ${requests.filter(({ service }) => service === name).length}`,
  );
  say('', `  requests   ${counts.join(', ')}`);
  return exitCode === 0;
}
