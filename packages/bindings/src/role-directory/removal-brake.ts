import { StepFailure } from '@entra-aws-creds/core/programs';
import type { Application } from '../entra-directory/application.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import { APPLICATION_TAG, retiredAt, retiredInTag } from '../ownership.ts';
import { identityIn } from './listed-identity.ts';

const HOUR_MS = 3_600_000;

/** So many may always go: in a small organization the share would be less than one role. */
const LEAST = 3;

/** How many service principals may be disabled within an hour; whichever is reached first. */
export interface RemovalLimits {
  readonly mostRemovalsAnHour: number;
  /** Of all that there are, from 1 to 100; three may go whatever it says. */
  readonly mostRemovalsPercent: number;
}

/** Client IDs that this process has retired or is about to, and when: to be shared by all that it does. */
export type OwnRemovals = Map<string, Date>;

/**
 * Stops when roles seem to go in numbers: an outage, a wrong account or a stolen permission must not lock
 * every pipeline out. What counts is what Entra lists, and what this process has retired itself, which Entra
 * may not list yet. One that may go is noted at once, before anything is asked, so that of many at the same
 * moment only so many get through.
 *
 * @throws StepFailure `EAC_REMOVAL_BRAKE`
 */
export async function brakeRemovals(
  clientId: string,
  limits: RemovalLimits,
  own: OwnRemovals,
  directory: EntraDirectory,
  now: Date,
): Promise<void> {
  const since = now.getTime() - HOUR_MS;
  forgetBefore(since, own);
  const isNoted = own.has(clientId);
  if (!isNoted) own.set(clientId, now);
  const ahead = takenBefore(clientId, own);
  try {
    for (const one of await retiredSince(since, now, directory)) {
      if (!own.has(one)) ahead.add(one);
    }
    await demandRoom(ahead.size, limits, directory);
  } catch (error) {
    // Nothing was done to it.
    if (!isNoted) own.delete(clientId);
    throw error;
  }
}

/** They are noted in the order of their times. */
function forgetBefore(since: number, own: OwnRemovals): void {
  for (const [clientId, at] of own) {
    if (at.getTime() > since) return;
    own.delete(clientId);
  }
}

function takenBefore(clientId: string, own: OwnRemovals): Set<string> {
  const noted = [...own.keys()];
  return new Set(noted.slice(0, noted.indexOf(clientId)));
}

/** Anybody may tag an application of theirs, so the tags have to be those of a role. */
async function retiredSince(
  since: number,
  now: Date,
  directory: EntraDirectory,
): Promise<ReadonlySet<string>> {
  const retired = new Set<string>();
  const count = (one: Application) => {
    const at = identityIn(one) && retiredAt(one);
    if (at !== undefined && at.getTime() > since) retired.add(one.clientId);
  };
  for (const hour of [now, new Date(since)]) {
    const tag = retiredInTag(hour);
    for await (const one of directory.applicationsTagged(tag)) count(one);
    for (const one of await directory.deletedApplications(tag)) count(one);
  }
  return retired;
}

async function demandRoom(
  gone: number,
  { mostRemovalsAnHour, mostRemovalsPercent }: RemovalLimits,
  directory: EntraDirectory,
): Promise<void> {
  if (gone >= mostRemovalsAnHour) throw braked(gone, `${mostRemovalsAnHour} are the most`);
  if (gone < LEAST || mostRemovalsPercent >= 100) return;
  const all = await directory.countTagged(APPLICATION_TAG);
  if (gone < (all * mostRemovalsPercent) / 100) return;
  throw braked(gone, `${mostRemovalsPercent} % of the ${all} that there are is the most`);
}

function braked(gone: number, limit: string): StepFailure {
  return new StepFailure(
    'EAC_REMOVAL_BRAKE',
    `${gone} service principals were disabled within an hour because their roles are gone, and ${limit}.`,
    'See in CloudTrail who deletes the roles. If it is meant, wait for the hour to pass or raise the limit, then redrive the executions that failed.',
  );
}
