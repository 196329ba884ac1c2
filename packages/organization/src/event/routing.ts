import { readRoleEvent } from './cloud-trail-event.ts';
import { executionName, type Look, lookAfter } from './look.ts';

/** What becomes of an event. */
export type Route =
  | { readonly start: string; readonly look: Look }
  | { readonly dropped: string; readonly account?: string };

/** What the router knows of the organization. */
export interface Surroundings {
  /** The role in member accounts as which the automation itself acts. */
  readonly ownRole: string;
  /** Whether it is an active account of the organization. */
  isMember(account: string): Promise<boolean>;
}

/**
 * What to do about an event: nothing where it is not about a role, comes of the automation's own writing or
 * of an account that is not of the organization.
 */
export async function routeEvent(event: unknown, surroundings: Surroundings): Promise<Route> {
  const read = readRoleEvent(event);
  if ('ignored' in read) return { dropped: read.ignored };
  const { account, id, caller } = read;
  // The role is in the same account: another's of that name is not it.
  if (caller === surroundings.ownRole) return { dropped: 'it is our own doing', account };
  if (!(await surroundings.isMember(account))) {
    return { dropped: 'the account is not of the organization', account };
  }
  const look = lookAfter(read);
  return { start: executionName(look, id), look };
}
