import { allSessions, type RoleSessions } from '../3-sts-credentials/role-session.ts';
import { StepFailure } from '../failure/step-failure.ts';
import type { JobHost, JobVariable } from '../job/job-host.ts';
import { quote } from '../text/log-line.ts';
import type { HandOver } from './hand-over.ts';
import { allToBlank, PROFILE_POINTERS, reasonOf, rivalsOf } from './rival-variables.ts';

/** Variables to point at the profile of `role-to-assume`: an empty one, too, is one that names nothing. */
export function variablesToPoint(
  handOver: readonly HandOver[],
  job: Pick<JobHost, 'currentValue'>,
): readonly string[] {
  return rivalsOf(handOver, 'pointed').filter((name) => job.currentValue(name) !== undefined);
}

interface Standing {
  readonly blanked: readonly JobVariable[];
  /** What was done, for the log. */
  readonly lines: readonly string[];
  /** What the author has to know, because it was left as it is. */
  readonly warnings: readonly string[];
}

/**
 * What stands in the environment besides `own`, and what is done about it.
 *
 * @param all whether to blank every variable that has a part in credentials
 */
export function standingVariables(
  handOver: readonly HandOver[],
  own: readonly JobVariable[],
  all: boolean,
  job: Pick<JobHost, 'currentValue' | 'aliases'>,
): Standing {
  const names = [...rivalsOf(handOver, 'blanked'), ...(all ? allToBlank() : [])];
  const blanked = standing(names, own, job);
  const told = standing(rivalsOf(handOver, 'told'), [...own, ...blanked], job);
  return {
    blanked,
    lines: [
      ...blanked.map(({ name }) => `Blanked ${name}, ${SET_BEFORE}${reasonOf(name)}`),
      ...pointedLines(own, job),
    ],
    warnings: told.map(
      ({ name }) =>
        `${name} is set by an earlier step or on the machine${reasonOf(name)}. Name the profile explicitly (--profile, or the SDK's own setting), or set "unset-current-credentials" to true.`,
    ),
  };
}

const SET_BEFORE = 'which an earlier step or the machine had set';

function pointedLines(
  own: readonly JobVariable[],
  job: Pick<JobHost, 'currentValue'>,
): readonly string[] {
  return own
    .filter(({ name }) => PROFILE_POINTERS.includes(name))
    .flatMap(({ name, value }) => {
      const before = job.currentValue(name);
      return before === undefined || before === value
        ? []
        : [`Pointed ${name} at the profile ${value}; it was ${quote(before)}${reasonOf(name)}`];
    });
}

/** Those of `names`, and of their aliases, that hold something: an empty one is not set again. */
function standing(
  names: readonly string[],
  own: readonly JobVariable[],
  job: Pick<JobHost, 'currentValue' | 'aliases'>,
): readonly JobVariable[] {
  const taken = new Set(own.map(({ name }) => name));
  return [...new Set(names)]
    .flatMap((name) => {
      const alias = job.aliases[name];
      return [{ name, secret: false }, ...(alias === undefined ? [] : [alias])];
    })
    .filter(({ name }) => !taken.has(name) && (job.currentValue(name) ?? '') !== '')
    .map(({ name, secret }) => ({ name, secret, value: '' }));
}

/** @throws StepFailure `EAC_EXPORT_BLOCKED` for a variable that can be neither blanked nor pointed elsewhere */
export function refuseImmovable(
  handOver: readonly HandOver[],
  sessions: RoleSessions,
  job: Pick<JobHost, 'currentValue'>,
): void {
  for (const name of rivalsOf(handOver, 'refused')) {
    const value = job.currentValue(name) ?? '';
    const other = allSessions(sessions).find(({ request }) => request.region.name !== value);
    if (value === '' || other === undefined) continue;
    const { region, profile } = other.request;
    const whose = profile === undefined ? '"aws-region"' : `the profile ${profile}`;
    throw new StepFailure(
      'EAC_EXPORT_BLOCKED',
      `${name} is ${quote(value)}, set by an earlier step or on the machine${reasonOf(name)}: ${region.name} of ${whose} would have no effect.`,
      'Nothing was exported. No step can take a variable away for later ones, and a blank one breaks the SDKs: unset it where it is set, or leave the regions out of "profiles" and name them where they matter (--region).',
    );
  }
}

/** @throws StepFailure `EAC_EXPORT_BLOCKED` when a profile is named that is not one of `profiles` */
export function refuseProfileOfOthers(
  own: readonly JobVariable[],
  profiles: readonly string[],
  job: Pick<JobHost, 'currentValue'>,
): void {
  const taken = new Set(own.map(({ name }) => name));
  for (const name of PROFILE_POINTERS) {
    const value = job.currentValue(name) ?? '';
    if (taken.has(name) || value === '' || profiles.includes(value)) continue;
    throw new StepFailure(
      'EAC_EXPORT_BLOCKED',
      `"unset-current-credentials" cannot clear ${name}, which is ${quote(value)}: no step can take a variable away for later ones, and a blank one means a profile without a name to the AWS CLI and boto3.`,
      'Nothing was exported. Unset it where it is set, or let this step export the credentials of "role-to-assume": then it is pointed at them.',
    );
  }
}
