import { join } from 'node:path';
import { readDropRequest } from './1-inputs/drop-request.ts';
import {
  type DropRecord,
  droppableNames,
  dropRecordPath,
  isHandedOver,
  KEY_VARIABLES,
  parseDropRecord,
} from './5-publish/drop-record.ts';
import { isFolderName } from './5-publish/job-folder.ts';
import { CONFIG, CREDENTIALS, usualPath } from './5-publish/user-files.ts';
import { toldWork } from './exchange/told-work.ts';
import { StepFailure } from './failure/step-failure.ts';
import type { JobHost, JobVariable } from './job/job-host.ts';
import type { Platform } from './platform/platform.ts';
import { quote } from './text/log-line.ts';

/**
 * Takes away from the steps that follow what earlier steps of this job handed over: removes their files,
 * then blanks the variables that still hold what they gave them. Which those are is read from records that
 * any step of the job can have changed; what is written comes from here alone, and only to variables that
 * these steps set. It never throws: a failure is told to the host.
 *
 * @returns whether nothing of it is left
 */
export async function runDrop(
  job: JobHost,
  platform: Platform,
  cancelled: AbortSignal,
): Promise<boolean> {
  const done = await toldWork(job, platform, cancelled, async (limited, { log }) => {
    readDropRequest(job);
    const { records, folders, stuck } = await takeFolders(job, limited);
    const dropped = droppedVariables(records, job, limited);
    handOver(dropped, job);
    const names = dropped.map(({ name }) => name);
    const gone = [...names, ...(folders > 0 ? ['the files of these steps'] : [])];
    if (gone.length > 0) {
      log.info(
        `Dropped ${gone.join(', ')}. Sessions that programs already hold last until they expire`,
      );
    }
    if (stuck !== undefined) throw stuck;
    const others = KEY_VARIABLES.filter(
      (name) => (job.currentValue(name) ?? '') !== '' && !names.includes(name),
    );
    if (others.length > 0 && records.length === 0) throw unexplained(others);
    if (others.length > 0) {
      log.warning(
        `${others.join(', ')} stay as they are: somebody else has given them the values that they hold.`,
      );
    } else if (gone.length === 0) {
      log.info('Nothing to drop: the job has no credentials from an earlier step of this kind');
    }
    return true;
  });
  return done === true;
}

interface TakenFolders {
  readonly records: readonly DropRecord[];
  /** How many were removed. */
  readonly folders: number;
  readonly stuck: StepFailure | undefined;
}

/** A private key may be among the files: they go first, and one that stays keeps no other from going. */
async function takeFolders(job: JobHost, platform: Platform): Promise<TakenFolders> {
  const { temporaryDirectory } = job;
  if (temporaryDirectory === '') return { records: [], folders: 0, stuck: undefined };
  const found = await platform.listFolder(temporaryDirectory).catch((error) => {
    throw untaken(temporaryDirectory, 'read', error);
  });
  const names = droppableNames(job.aliases);
  const records: DropRecord[] = [];
  let folders = 0;
  let stuck: StepFailure | undefined;
  for (const name of found.filter(isFolderName)) {
    const folder = join(temporaryDirectory, name);
    const file = await platform.readFile(dropRecordPath(folder)).catch(() => undefined);
    const record = file && parseDropRecord(file.toString('utf8'), names);
    if (record !== undefined) records.push(record);
    try {
      await platform.removeFolder(folder);
      folders += 1;
    } catch (error) {
      stuck = untaken(folder, 'removed', error);
    }
  }
  return { records, folders, stuck };
}

function droppedVariables(
  records: readonly DropRecord[],
  job: JobHost,
  { environment }: Platform,
): readonly JobVariable[] {
  const secrets = new Set(
    Object.values(job.aliases).flatMap(({ name, secret }) => (secret ? [name] : [])),
  );
  return [...droppableNames(job.aliases)]
    .filter((name) => {
      const value = job.currentValue(name) ?? '';
      return value !== '' && records.some((record) => isHandedOver(record, name, value));
    })
    .map((name) => ({ name, value: valueAfter(name, environment), secret: secrets.has(name) }));
}

/** An empty name of a file is no file to some AWS tools, which then do not look for the user's own. */
function valueAfter(name: string, environment: Platform['environment']): string {
  const file = [CREDENTIALS, CONFIG].find(({ variable }) => variable === name);
  return file === undefined ? '' : usualPath(file, (asked) => environment[asked] ?? '');
}

function handOver(variables: readonly JobVariable[], job: JobHost): void {
  try {
    job.handOver(variables, []);
  } catch (error) {
    throw new StepFailure(
      'EAC_DROP_INCOMPLETE',
      `${variables.map(({ name }) => name).join(', ')} could not be blanked: ${error instanceof Error ? error.message : String(error)}.`,
      'Later steps can still use these credentials. Free up space on the machine that runs the job, and give the job write access there.',
      { cause: error },
    );
  }
}

function untaken(folder: string, what: 'read' | 'removed', error: unknown): StepFailure {
  const { code = 'no reason given' } = error as NodeJS.ErrnoException;
  return new StepFailure(
    'EAC_DROP_INCOMPLETE',
    `The folder ${quote(folder)}, where earlier steps keep their files, could not be ${what} (${code}).`,
    'Later steps can still read what is in it, be it profiles or what renews them. End the programs that have files open there before this step, and remove the files by hand if the runner is used again.',
    { cause: error },
  );
}

function unexplained(names: readonly string[]): StepFailure {
  return new StepFailure(
    'EAC_DROP_INCOMPLETE',
    `${names.join(', ')} still hold values, and no record in the temporary folder of the job says that this action or task set them.`,
    'Later steps can still use these credentials. If somebody else set them, blank them where they are needed no longer, and leave this step out; if this action or task did, its record was removed or could not be written.',
  );
}
