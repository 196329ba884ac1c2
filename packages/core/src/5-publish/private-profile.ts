import type { RawInputs } from '../1-inputs/input-name.ts';
import type { CheckedExchange } from '../exchange/checked-exchange.ts';
import type { ProcessProgram } from '../job/job-host.ts';
import type { PipelineRun } from '../job/pipeline-run.ts';
import type { Platform } from '../platform/platform.ts';
import type { PlannedFile } from './job-folder.ts';
import { jobVariables, profileVariables } from './job-variables.ts';
import { namedSessions } from './named-sessions.ts';
import { planProfileFiles } from './profile-files.ts';
import { planFiles, planPath, renewalPlan } from './renewal-plan.ts';
import { allToBlank, PROFILE_POINTERS } from './rival-variables.ts';

/** A profile that renews itself, for one command alone. */
export interface PrivateProfile {
  /** What to write into its folder; the private key is in it. */
  readonly files: readonly PlannedFile[];
  /** What the command's environment says of it; undefined takes a variable out. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** @param folder where the profile will be, for nobody but this user, for as long as the command runs */
export async function privateProfile(
  { inputs, sessions }: CheckedExchange,
  raw: RawInputs & { readonly run: PipelineRun },
  folder: string,
  credentialProcess: ProcessProgram,
  platform: Platform,
): Promise<PrivateProfile> {
  const job = { credentialProcess };
  const named = namedSessions(sessions, { refresh: true }, true, folder, job);
  const [own] = named;
  if (own === undefined) throw new Error('there is no role to make a profile of');
  const profiles = await planProfileFiles(named, undefined, folder, platform);
  const plan = renewalPlan(raw, inputs, own.session, platform.environment);
  const set = [
    ...jobVariables(undefined, inputs.region, {}),
    ...profileVariables(profiles, own.name, ['AWS_PROFILE']),
  ];
  return {
    files: [
      profiles.credentials,
      profiles.config,
      ...planFiles(planPath(folder, own.name), plan, own.session.credentials),
    ],
    variables: {
      ...withoutRivals(),
      ...Object.fromEntries(set.map(({ name, value }) => [name, value])),
    },
  };
}

/** Every variable that has a part in credentials, taken out: a command's environment can do without. */
export function withoutRivals(): Readonly<Record<string, undefined>> {
  const names = [...allToBlank(), ...PROFILE_POINTERS];
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
