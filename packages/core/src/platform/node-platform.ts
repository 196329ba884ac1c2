import { randomBytes, randomInt } from 'node:crypto';
import { constants } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBoundedFile } from './bounded-file.ts';
import { HttpsNetwork } from './https-network.ts';
import { nodeFiles } from './node-files.ts';
import { nodeFolders } from './node-folders.ts';
import type { Platform } from './platform.ts';
import { unlimited } from './request-limits.ts';

/** The real world. The only place in core that knows there is a process around it. */
export function nodePlatform(environment: Platform['environment'] = process.env): Platform {
  silenceSdkSupportWarning();
  return guestPlatform(environment);
}

/** The same for a guest in the process of somebody else's program, which is left as it is. */
export function guestPlatform(environment: Platform['environment'] = process.env): Platform {
  return {
    clock: { now: () => new Date() },
    openNetwork: (route, limits) => new HttpsNetwork(route, { ...unlimited(), ...limits }),
    environment,
    authoritiesOfNode: environment['NODE_EXTRA_CA_CERTS'] ?? '',
    withVariables,
    absolutePath: (path) => resolve(path),
    isReadable: (path) =>
      nodeFiles.access(path, constants.R_OK).then(
        () => true,
        () => false,
      ),
    readFile: readBoundedFile,
    makePrivateFolder: async (path) => {
      await nodeFiles.mkdir(path, { mode: 0o700 });
    },
    writePrivateFile,
    createPrivateFile,
    listFolder: (path) => nodeFiles.readdir(path),
    removeFile,
    ...nodeFolders,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    randomFraction: () => randomInt(FRACTIONS) / FRACTIONS,
    wait: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
  };
}

/**
 * The AWS SDK warns of a Node that its releases from 2027 on will not run on. Which Node runs a step or a
 * tool is not for the reader of its log to choose. The switch is the SDK's own, and for this one warning.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/blob/main/packages-internal/core/src/submodules/client/emitWarningIfUnsupportedVersion.ts
 */
function silenceSdkSupportWarning(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}

const FRACTIONS = 2 ** 32;

/** What CI systems send to a job that is cancelled. */
const CANCELLING_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** After the signal, and after the last line of a step. */
const LINGERING_MS = 700;

/**
 * Runs a step with a signal that is aborted when the job is cancelled, and lets nothing hold up the end of
 * the process that cannot be called off, such as the look-up of a name.
 *
 * @param step resolves with whether it did what it was for
 */
export async function runInProcess(
  step: (cancelled: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const cancelled = new AbortController();
  for (const signal of CANCELLING_SIGNALS) {
    process.on(signal, () => {
      cancelled.abort();
      endSoon(killProcess);
    });
  }
  const succeeded = await step(cancelled.signal);
  endSoon(succeeded ? () => process.exit() : killProcess);
}

/** Unless nothing is left to do before that. */
function endSoon(end: () => void): void {
  const afterAllLines = () => process.stdout.write('', end);
  setTimeout(afterAllLines, LINGERING_MS).unref();
}

/** `process.exit` waits for system calls that block, which is what this is about. */
function killProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

function withVariables<T>(
  variables: Readonly<Record<string, string | undefined>>,
  work: () => T,
): T {
  const names = Object.keys(variables);
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  setVariables(variables);
  try {
    return work();
  } finally {
    setVariables(before);
  }
}

function setVariables(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

async function writePrivateFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await nodeFiles.writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
    await renameOver(unfinished, path);
  } catch (error) {
    await removeFile(unfinished).catch(() => {});
    throw error;
  }
}

const HELD_OPEN = ['EPERM', 'EACCES', 'EBUSY'];
const ATTEMPTS = 5;
const BETWEEN_ATTEMPTS_MS = 20;

/** Windows refuses for as long as somebody reads the file that is to be replaced. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await nodeFiles.rename(from, to);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (attempt === ATTEMPTS || !HELD_OPEN.includes(code)) throw error;
      await sleep(BETWEEN_ATTEMPTS_MS);
    }
  }
}

async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const file = await nodeFiles.open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await nodeFiles.writeFile(file, text);
  } catch (error) {
    await removeFile(path).catch(() => {});
    throw error;
  } finally {
    await nodeFiles.close(file);
  }
  return true;
}

function removeFile(path: string): Promise<void> {
  return nodeFiles.rm(path, { force: true });
}
