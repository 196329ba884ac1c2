import { StepFailure } from '@entra-aws-creds/core/programs';
import type { Application } from '../entra-directory/application.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import { retiredAt, retiredInTag } from '../ownership.ts';

const HOUR_MS = 3_600_000;

/**
 * Stops when roles seem to go in numbers: an outage, a wrong account or a stolen permission must not lock
 * every pipeline out. What counts is what Entra lists, and what this process has retired itself, which Entra
 * may not list yet.
 *
 * @param most in an hour
 * @param own client IDs that this process has retired, and when
 * @throws StepFailure `EAC_REMOVAL_BRAKE`
 */
export async function brakeRemovals(
  most: number,
  own: ReadonlyMap<string, Date>,
  directory: EntraDirectory,
  now: Date,
): Promise<void> {
  const since = now.getTime() - HOUR_MS;
  const retired = new Set([...own].filter(([, at]) => at.getTime() > since).map(([id]) => id));
  const count = (one: Application) => {
    const at = retiredAt(one);
    if (at !== undefined && at.getTime() > since) retired.add(one.clientId);
  };
  for (const hour of [now, new Date(since)]) {
    const tag = retiredInTag(hour);
    for await (const one of directory.applicationsTagged(tag)) count(one);
    for (const one of await directory.deletedApplications(tag)) count(one);
  }
  if (retired.size < most) return;
  throw new StepFailure(
    'EAC_REMOVAL_BRAKE',
    `${retired.size} service principals were disabled within an hour because their roles are gone, and ${most} are the most.`,
    'See in CloudTrail who deletes the roles. If it is meant, wait for the hour to pass or raise the limit, then redrive the executions that failed.',
  );
}
