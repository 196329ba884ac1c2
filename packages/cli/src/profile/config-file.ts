import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CONFIG, CREDENTIALS, StepFailure, userFilePath } from '@entra-aws-creds/core/programs';

type Environment = Readonly<Record<string, string | undefined>>;

/** The AWS config file of this user; links are followed. */
export interface ConfigFile {
  readonly path: string;
  /** Empty where there is no file. */
  readonly text: string;
}

/** @throws StepFailure `EAC_PROFILE_FILES` when it cannot be read or found */
export async function readConfigFile(environment: Environment): Promise<ConfigFile> {
  const named = pathOf(CONFIG, environment);
  const path = await realpath(named).catch(() => named);
  return { path, text: await textOf(path) };
}

/** The file whose keys AWS tools take before a profile's command. */
export async function readCredentialsFile(environment: Environment): Promise<ConfigFile> {
  const path = pathOf(CREDENTIALS, environment);
  return { path, text: await textOf(path) };
}

function pathOf(file: typeof CONFIG, environment: Environment): string {
  const path = userFilePath(file, (name) => environment[name] ?? '');
  if (path !== '') return path;
  throw new StepFailure(
    'EAC_PROFILE_FILES',
    'Nothing says where the AWS config file is: neither HOME nor AWS_CONFIG_FILE is set.',
    'Set AWS_CONFIG_FILE to its path.',
  );
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw unusable(path, 'read', error);
  });
}

/**
 * Puts `text` in place of the file in one piece, with the rights that it had.
 *
 * @throws StepFailure `EAC_PROFILE_FILES`; the file is as it was then
 */
export async function writeConfigFile({ path, text }: ConfigFile): Promise<void> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const mode = await stat(path).then(
      (found) => found.mode & 0o777,
      () => 0o600,
    );
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
    await chmod(unfinished, mode);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw unusable(path, 'written', error as NodeJS.ErrnoException);
  }
}

function unusable(path: string, done: string, error: NodeJS.ErrnoException): StepFailure {
  return new StepFailure(
    'EAC_PROFILE_FILES',
    `The AWS config file ${JSON.stringify(path)} could not be ${done} (${error.code ?? error.name}); it is as it was.`,
    'Make room, or let this user read and write it; AWS_CONFIG_FILE names another one.',
    { cause: error },
  );
}
