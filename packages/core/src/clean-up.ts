import { join } from 'node:path';
import type { CleanUpRecord } from './5-publish/clean-up-record.ts';
import { isFolderName } from './5-publish/job-folder.ts';
import { parseRecord, stillHolds } from './5-publish/recalled-record.ts';
import { CREDENTIALS } from './5-publish/user-files.ts';
import type { JobHost } from './job/job-host.ts';
import type { Platform } from './platform/platform.ts';
import { plainText, quote } from './text/log-line.ts';

/** What the clean-up needs of a {@link JobHost}. */
export interface CleanUpHost
  extends Pick<JobHost, 'recall' | 'temporaryDirectory' | 'currentValue' | 'info' | 'warning'> {
  /** @throws Error that says what could not be written, and why */
  exportVariable(name: string, value: string, secret: boolean): void;
}

/**
 * Removes the files that the step wrote, then gives the variables that it exported, and that still hold what
 * it gave them, what they held before: another use of the step in the same job, or whoever set them since,
 * keeps theirs. What cannot be done keeps nothing else from being done. It never throws and never fails the job.
 */
export async function cleanUp(
  job: CleanUpHost,
  platform: Pick<Platform, 'removeFolder'>,
): Promise<void> {
  try {
    const record = parseRecord(job.recall());
    if (record === undefined) return;
    // A private key may be among the files, and removing them takes no room on a full disk.
    const removed = await removeFiles(record, job, platform);
    const done = [...removed, ...clearVariables(record, job)];
    job.info(plainText(done.length === 0 ? 'Nothing left to clear' : `Cleared ${done.join(', ')}`));
  } catch (error) {
    job.warning(plainText(`Clean-up of the AWS credentials failed: ${reasonOf(error)}`));
  }
}

async function removeFiles(
  { folder, variables }: CleanUpRecord,
  job: CleanUpHost,
  platform: Pick<Platform, 'removeFolder'>,
): Promise<readonly string[]> {
  if (!isFolderName(folder) || job.temporaryDirectory === '') return [];
  const path = join(job.temporaryDirectory, folder);
  // A record of the variables is always there; profiles are where a variable leads to them.
  const pointsToProfiles = variables.some(
    ({ name, before }) => name === CREDENTIALS.variable && job.currentValue(name) !== before,
  );
  try {
    await platform.removeFolder(path);
    return pointsToProfiles ? ['the profiles'] : [];
  } catch (error) {
    job.warning(
      plainText(
        `The folder ${quote(path)} with what the step wrote (profiles, and the private key if they renew themselves) could not be removed: ${reasonOf(error)}. Remove it by hand if the runner is used again.`,
      ),
    );
    return [];
  }
}

function clearVariables({ variables, key }: CleanUpRecord, job: CleanUpHost): readonly string[] {
  const cleared: string[] = [];
  const kept = new Map<string, string>();
  for (const variable of variables) {
    const { name, secret, before } = variable;
    const value = job.currentValue(name) ?? '';
    if (value === before || !stillHolds(variable, value, key)) continue;
    try {
      job.exportVariable(name, before, secret);
      cleared.push(name);
    } catch (error) {
      kept.set(name, reasonOf(error));
    }
  }
  const [reason] = kept.values();
  if (reason !== undefined) {
    job.warning(
      plainText(
        `The variables ${[...kept.keys()].join(', ')} keep their values for the rest of the job: ${reason}.`,
      ),
    );
  }
  return cleared;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
