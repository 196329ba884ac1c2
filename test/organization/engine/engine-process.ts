import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_VERSIONS } from '../../bundle/node-versions.ts';
import { freePort, startJudge } from '../../judges/judge-process.ts';
import type { JudgeTls } from '../../judges/judge-tls.ts';
import { until } from './until.ts';

/** An AWS of this machine's own, with accounts by their numbers, whose IAM refuses what policies do not allow. */
export interface Engine extends AsyncDisposable {
  readonly url: string;
  /** Last lines of what it and its functions have written. */
  output(): string;
}

const ENDS_WITHIN_MS = 20_000;

/** What the engine says of each call that went well, of which polling makes many, and of events for nobody. */
const OF_NO_INTEREST = /: AWS \w+\.\w+ => 20\d|No rules attached|^(?:END RequestId: [-\w]+)?$/;

/** LocalEmu with the plug-in beside this file, as `npm run test:organization` has installed it. */
export async function startEngine(
  { cert, key }: Pick<JudgeTls, 'cert' | 'key'>,
  outboundIssuerUrl: string,
): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), 'engine-'));
  const pem = join(directory, 'server.pem');
  await writeFile(pem, key + cert, { mode: 0o600 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = startJudge(installed('ORGANIZATION_ENGINE'), ['-m', 'localemu.runtime.main'], {
    HOME: directory,
    FILESYSTEM_ROOT: directory,
    TMPDIR: directory,
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    // Else it takes itself to be in a container.
    OVERRIDE_IN_DOCKER: '0',
    DNS_ADDRESS: '0',
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    CUSTOM_SSL_CERT_PATH: pem,
    IAM_ENFORCEMENT: '1',
    LAMBDA_RUNTIME_EXECUTOR: 'process',
    LAMBDA_RUNTIME_COMMAND: JSON.stringify([
      NODE_VERSIONS['Node 24'],
      installed('ORGANIZATION_LAMBDA_CLIENT'),
    ]),
    // AWS waits a minute before it runs a function again that has failed.
    LAMBDA_RETRY_BASE_DELAY: '1',
    OUTBOUND_ISSUER_URL: outboundIssuerUrl,
  });
  const output = () =>
    process
      .output()
      .split('\n')
      .filter((line) => !OF_NO_INTEREST.test(line))
      .join('\n')
      .slice(-12_000);
  const isReady = () =>
    fetch(`${url}/_localemu/health`).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    );
  const stop = async () => {
    const late = setTimeout(() => process.signal('SIGKILL'), ENDS_WITHIN_MS);
    await process[Symbol.asyncDispose]();
    clearTimeout(late);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await until('the engine answers', isReady, { otherwise: output });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, output, [Symbol.asyncDispose]: stop };
}

/** Where `npm run test:organization` has installed something. */
export function installed(variable: string): string {
  const path = process.env[variable];
  if (path === undefined) throw new Error('npm run test:organization runs these tests');
  return path;
}
