import { RELEASE } from '../release.ts';

/** The pipeline run, as the CI system names it. What it has not is empty. */
export interface PipelineRun {
  /** `GitHubActions` or `AzureDevOps`. */
  readonly system: string;
  /** Owner and repository, or project. */
  readonly place: readonly string[];
  /** What the CI system calls the thing that `id` counts. */
  readonly kind: 'run' | 'build' | 'release';
  readonly id: string;
  /** From 1: how often the same run has been started. */
  readonly attempt: string;
  readonly job: string;
}

/**
 * Whose change a run is about: of the repository itself, of a fork or of Dependabot. It decides which
 * secrets the CI system passes on. No run of a pipeline are `terminal`, the command line was called, and
 * `program`, which somebody wrote and asks for credentials itself.
 */
export type RunOrigin = 'own' | 'fork' | 'dependabot' | 'terminal' | 'program';

const LONGEST_NAME = 100;

/** `run 1234567890, attempt 2, job deploy` */
export function describeRun({ kind, id, attempt, job }: PipelineRun): string {
  const parts = [
    [kind, id],
    ['attempt', attempt],
    ['job', job],
  ];
  return parts
    .filter(([, value]) => value !== '')
    .map((part) => part.join(' '))
    .join(', ');
}

/**
 * What requests are signed with as their sender. CloudTrail keeps it of every session that is opened, and
 * thereby leads back to the run whatever the session is called.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function userAgentOf(run: PipelineRun): string {
  const clean = (text: string) => text.replace(/[^\w+=,.@-]/g, '-').slice(0, LONGEST_NAME);
  const { system, place, id, attempt, job } = run;
  const named = { ...run, id: clean(id), attempt: clean(attempt), job: clean(job) };
  const where = [system, place.map(clean).join('/')].filter((part) => part !== '').join(' ');
  const which = describeRun(named);
  const comment = which === '' ? where : `${where}, ${which}`;
  return `entra-aws-creds/${RELEASE.version} (${comment})`;
}
