import { join } from 'node:path';
import { StepFailure } from '../failure/step-failure.ts';
import type { Platform } from '../platform/platform.ts';
import { quote } from '../text/log-line.ts';

/** A file that is to be, not yet written. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** A folder of one step's own in the temporary folder of the job. */
const FOLDER_NAME = /^entra-aws-creds-[0-9a-f]{32}$/;

/** A name that nobody can have foreseen, so nothing can lie in wait there. */
export function newFolderName(platform: Pick<Platform, 'randomHex'>): string {
  return `entra-aws-creds-${platform.randomHex(16)}`;
}

/**
 * Where the folder is.
 *
 * @throws StepFailure `EAC_PROFILE_FILES` when the CI system names no temporary folder
 */
export function folderPath(temporaryDirectory: string, name: string): string {
  if (temporaryDirectory !== '') return join(temporaryDirectory, name);
  throw new StepFailure(
    'EAC_PROFILE_FILES',
    'The runner does not name a temporary folder to write profiles to.',
    'A runner sets RUNNER_TEMP, an agent Agent.TempDirectory; an earlier step may have blanked it.',
  );
}

/** Whether a clean-up may remove a folder of this name: nothing but what this step makes. */
export function isFolderName(name: string): boolean {
  return FOLDER_NAME.test(name);
}

/**
 * Writes all of `files` or leaves nothing.
 *
 * @throws StepFailure `EAC_PROFILE_FILES`
 */
export async function writeFolder(
  folder: string,
  files: readonly PlannedFile[],
  platform: Platform,
): Promise<void> {
  try {
    await platform.makePrivateFolder(folder);
    for (const { path, text } of files) await platform.writePrivateFile(path, text);
  } catch (error) {
    await platform.removeFolder(folder).catch(() => {});
    const code = (error as NodeJS.ErrnoException).code ?? 'not writable';
    throw new StepFailure(
      'EAC_PROFILE_FILES',
      `The profiles could not be written to ${quote(folder)} (${code}).`,
      'Free up space in the temporary folder of the runner, and give the job write access to it.',
      { cause: error },
    );
  }
}
