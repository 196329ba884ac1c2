import type { JobHost, JobVariable } from '../job/job-host.ts';
import type { Platform } from '../platform/platform.ts';
import { quote } from '../text/log-line.ts';
import { dropRecordFile } from './drop-record.ts';
import { folderPath, type PlannedFile, writeFolder } from './job-folder.ts';

/** What a step writes for the one that may drop its credentials. */
interface PlannedRecord {
  readonly folder: string;
  readonly file: PlannedFile;
}

/** The files that profiles are made of. */
interface FilesOfProfiles {
  readonly folder: string;
  readonly files: readonly PlannedFile[];
}

/** None without a folder that the CI system empties: nobody would look for it elsewhere. */
export function planDropRecord(
  variables: readonly JobVariable[],
  name: string,
  key: string,
  { temporaryDirectory, aliases }: JobHost,
): PlannedRecord | undefined {
  if (temporaryDirectory === '') return undefined;
  const folder = folderPath(temporaryDirectory, name);
  const file = dropRecordFile(folder, variables, aliases, key);
  return file && { folder, file };
}

/**
 * @throws StepFailure `EAC_PROFILE_FILES` when profiles could not be written
 * @returns a line for the log where there will be no record: the job has its credentials all the same
 */
export async function writeOwnFolder(
  written: FilesOfProfiles | undefined,
  record: PlannedRecord | undefined,
  platform: Platform,
): Promise<string | undefined> {
  if (written !== undefined) {
    const files = record === undefined ? written.files : [...written.files, record.file];
    await writeFolder(written.folder, files, platform);
    return undefined;
  }
  if (record === undefined) return undefined;
  try {
    await writeFolder(record.folder, [record.file], platform);
    return undefined;
  } catch {
    return `No step of this job will be able to drop these credentials before its end: ${quote(record.folder)} could not be written`;
  }
}
