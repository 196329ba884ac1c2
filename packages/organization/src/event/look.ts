import { createHash } from 'node:crypto';
import { isJsonObject } from '@entra-aws-creds/core/services';
import { ROLE_EVENTS, type RoleEvent, type RoleEventName } from './cloud-trail-event.ts';

/** What an execution is about: look at this role, and do what it lacks. */
export interface Look {
  readonly partition: string;
  readonly account: string;
  readonly role: string;
  /** What made somebody look; it tells only whether IAM may not have heard of it yet. */
  readonly because: {
    readonly event: RoleEventName | 'nightly' | 'person';
    /** ISO 8601. */
    readonly at: string;
  };
}

export function lookAfter({ partition, account, role, name, time }: RoleEvent): Look {
  return { partition, account, role, because: { event: name, at: time.toISOString() } };
}

/**
 * A name that no other event has: Step Functions starts no second execution of one name within 90 days.
 * Role names may hold characters that those of executions may not.
 *
 * @param trigger letters, digits and dashes: the event's own ID, or what else there is only one of
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function executionName(
  { account, role }: Pick<Look, 'account' | 'role'>,
  trigger: string,
): string {
  const digest = createHash('sha256').update(role.toLowerCase()).digest('hex').slice(0, 16);
  return `${account}-${digest}-${trigger}`.slice(0, 80);
}

/** @throws TypeError for what no execution of ours is started with */
export function readLook(value: unknown): Look {
  const { partition, account, role, because } = isJsonObject(value) ? value : {};
  const { event, at } = isJsonObject(because) ? because : {};
  const isKnown = [...ROLE_EVENTS, 'nightly', 'person'].some((one) => one === event);
  if (
    typeof partition !== 'string' ||
    typeof account !== 'string' ||
    !/^\d{12}$/.test(account) ||
    typeof role !== 'string' ||
    !/^[\w+=,.@-]{1,64}$/.test(role) ||
    !isKnown ||
    typeof at !== 'string' ||
    Number.isNaN(Date.parse(at))
  ) {
    throw new TypeError('the input of the execution is not about a role');
  }
  return { partition, account, role, because: { event: event as Look['because']['event'], at } };
}
