import { join } from 'node:path';
import { type CleanUpRecord, parseRecord, stillHolds } from './5-publish/clean-up-record.ts';
import { isFolderName } from './5-publish/job-folder.ts';
import type { Host } from './job/host.ts';
import type { Platform } from './platform/platform.ts';
import { plainText } from './text/log-line.ts';

/** What the clean-up needs of a {@link Host}. */
export type CleanUpHost = Pick<
  Host,
  'recall' | 'temporaryDirectory' | 'currentValue' | 'exportVariable' | 'info' | 'warning'
>;

/**
 * Removes the files that the step wrote and blanks the variables that it exported and that still
 * hold what it gave them: another use of the step in the same job, or whoever set them since, keeps
 * theirs. It never throws and never fails the job.
 */
export async function cleanUp(
  host: CleanUpHost,
  platform: Pick<Platform, 'removeFolder'>,
): Promise<void> {
  try {
    const record = parseRecord(host.recall());
    if (record === undefined) return;
    const done = [...clearVariables(record, host), ...(await removeFiles(record, host, platform))];
    host.info(
      plainText(done.length === 0 ? 'Nothing left to clear' : `Cleared ${done.join(', ')}`),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    host.warning(plainText(`Clean-up of the AWS credentials failed: ${reason}`));
  }
}

function clearVariables({ variables, key }: CleanUpRecord, host: CleanUpHost): readonly string[] {
  const ours = variables.filter((variable) => {
    const value = host.currentValue(variable.name) ?? '';
    return value !== '' && stillHolds(variable, value, key);
  });
  for (const { name, secret, before } of ours) host.exportVariable(name, before, secret);
  return ours.map(({ name }) => name);
}

async function removeFiles(
  { folder }: CleanUpRecord,
  { temporaryDirectory }: CleanUpHost,
  platform: Pick<Platform, 'removeFolder'>,
): Promise<readonly string[]> {
  if (!isFolderName(folder) || temporaryDirectory === '') return [];
  await platform.removeFolder(join(temporaryDirectory, folder));
  return ['the profiles'];
}
