import type { CheckedExchange } from '../exchange/checked-exchange.ts';
import { StepFailure } from '../failure/step-failure.ts';
import type { JobHost, JobVariable } from '../job/job-host.ts';
import type { OnlinePlatform, Platform } from '../platform/platform.ts';
import { recordOf } from './clean-up-record.ts';
import { hasOtherRegions, waysOf } from './hand-over.ts';
import { folderPath, newFolderName } from './job-folder.ts';
import { jobVariables, missingAliases, profileVariables } from './job-variables.ts';
import { type NamedSession, namedSessions } from './named-sessions.ts';
import { planDropRecord, writeOwnFolder } from './own-folder.ts';
import { type ProfileFiles, planProfileFiles } from './profile-files.ts';
import { planFiles, planPath, renewalPlan } from './renewal-plan.ts';
import {
  refuseImmovable,
  refuseProfileOfOthers,
  standingVariables,
  variablesToPoint,
} from './standing-variables.ts';
import { stepOutputs } from './step-outputs.ts';
import { valueBefore } from './value-before.ts';

/** All that came of the step, after every check passed. */
export type Result = CheckedExchange;

export interface Published {
  /** Names of the variables that were exported. */
  readonly variables: readonly string[];
  readonly profiles: readonly string[];
  /** Profiles of the user's that are out of view for the rest of the job. */
  readonly hiddenProfiles: readonly string[];
  /** What was done about variables of others that AWS tools would have read first. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Hands the result to the steps that follow. The caller has masked the credentials.
 *
 * @throws StepFailure `EAC_EXPORT_BLOCKED`, `EAC_PROFILE_FILES`, or why the step is to end now; nothing is
 *   exported then, and no file is left
 */
export async function publish(
  result: Result,
  job: JobHost,
  platform: OnlinePlatform,
): Promise<Published> {
  const { inputs } = result;
  const handOver = waysOf(result.sessions, inputs);
  refuseImmovable(handOver, result.sessions, job);
  const pointers = variablesToPoint(handOver, job);
  const folder = newFolderName(platform);
  const written = await planFolder(result, pointers, folder, job, platform);
  const meant = variablesOf(result, written, pointers, job);
  const variables = meant.filter((one) => !job.isThere(one));
  const profiles = written?.named.map(({ name }) => name) ?? [];
  if (inputs.unsetCurrentCredentials) refuseProfileOfOthers(meant, profiles, job);
  const all = inputs.unsetCurrentCredentials;
  const { blanked, lines, warnings } = standingVariables(handOver, meant, all, job);
  refuseObstacle([...blanked, ...variables], job);

  const key = platform.randomHex(16);
  const record = planDropRecord(variables, folder, key, job);
  // First, so that the clean-up knows of everything even if the job is killed half-way through.
  if (inputs.cleanUp) {
    const own = written === undefined && record === undefined ? '' : folder;
    const before = (name: string) => valueBefore(name, (asked) => job.currentValue(asked) ?? '');
    unlessBlocked(() => job.remember(JSON.stringify(recordOf(variables, before, own, key))));
  }
  const { signal } = platform.retryPolicy;
  const unrecorded = await writeOwnFolder(written, record, platform);
  try {
    signal.throwIfAborted();
    // Everything at once, last of all: nothing can come between, and nothing that follows can fail.
    const outputs = stepOutputs(result, platform.clock.now());
    unlessBlocked(() => job.handOver([...blanked, ...variables], outputs));
  } catch (error) {
    const own = written?.folder ?? record?.folder;
    if (own !== undefined) await platform.removeFolder(own);
    throw error;
  }
  return {
    variables: variables.map(({ name }) => name),
    profiles,
    hiddenProfiles: written?.profiles.hidden ?? [],
    lines: [...lines, missingAliases(meant, job.aliases), unrecorded].filter(
      (line) => line !== undefined,
    ),
    warnings,
  };
}

interface PlannedFolder {
  readonly folder: string;
  readonly named: readonly NamedSession[];
  readonly profiles: ProfileFiles;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

async function planFolder(
  { inputs, sessions }: Result,
  pointers: readonly string[],
  name: string,
  job: JobHost,
  platform: Platform,
): Promise<PlannedFolder | undefined> {
  const all = inputs.refresh || pointers.length > 0;
  if (!all && sessions.profiles.length === 0 && !sessions.main?.request.profile) return undefined;
  const folder = folderPath(job.temporaryDirectory, name);
  const named = namedSessions(sessions, inputs, all, folder, job);
  const region = hasOtherRegions(sessions, inputs) ? inputs.region : undefined;
  const profiles = await planProfileFiles(named, region, folder, platform);
  const plans = named
    .filter(({ credentialProcess }) => credentialProcess !== undefined)
    .flatMap(({ name: profile, session }) =>
      planFiles(
        planPath(folder, profile),
        renewalPlan(job, inputs, session, platform.environment),
        session.credentials,
      ),
    );
  return { folder, named, profiles, files: [profiles.credentials, profiles.config, ...plans] };
}

/** Profiles are named even where credentials are not to be exported: nobody would find them otherwise. */
function variablesOf(
  { inputs, sessions }: Result,
  written: PlannedFolder | undefined,
  pointers: readonly string[],
  job: JobHost,
): readonly JobVariable[] {
  const main = inputs.exportCredentials ? sessions.main : undefined;
  // Either or, where nobody asked for both: AWS tools disagree on which of them goes before the other.
  const credentials = inputs.refresh ? undefined : main?.credentials;
  const names = inputs.refresh ? ['AWS_PROFILE', ...pointers] : pointers;
  const region = hasOtherRegions(sessions, inputs) ? undefined : inputs.region;
  const profile = written?.named.find(({ session }) => session === main)?.name;
  return [
    ...(inputs.exportCredentials ? jobVariables(credentials, region, job.aliases) : []),
    ...(written === undefined ? [] : profileVariables(written.profiles, profile, names)),
  ];
}

function refuseObstacle(variables: readonly JobVariable[], job: JobHost): void {
  const obstacle = job.obstacle(variables);
  if (obstacle === undefined) return;
  throw new StepFailure(
    'EAC_EXPORT_BLOCKED',
    `The credentials cannot be passed to later steps: ${obstacle}.`,
    'Nothing was exported. Remove the obstacle, or set "output-env-credentials" to false and use the outputs.',
  );
}

/** @throws StepFailure `EAC_EXPORT_BLOCKED` when the host cannot do it */
function unlessBlocked(handOver: () => void): void {
  try {
    handOver();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFailure(
      'EAC_EXPORT_BLOCKED',
      `The credentials cannot be passed to later steps: ${reason}.`,
      'Nothing was exported. Free up space on the machine that runs the job, and give the job write access there.',
      { cause: error },
    );
  }
}
