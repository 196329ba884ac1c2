import { applicationIdOf, type Role, type RoleIdentity } from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import type { Settings } from '../settings.ts';
import { type Invitation, invitationOf } from './invitation.ts';

/** What is to be done about a role. Which of it is left is found by looking again. */
export type Decision =
  | { readonly do: 'nothing'; readonly why: string }
  | { readonly do: 'bind' }
  /** Applications of roles that are gone, or want to be bound no longer. */
  | { readonly do: 'unbind'; readonly identities: readonly RoleIdentity[] }
  /** Nothing until then; ISO 8601. */
  | { readonly do: 'wait'; readonly until: string };

/**
 * What takes a role to where it should be. Pure.
 *
 * @param role undefined: it is gone
 * @param identities all that was made for roles of this name, and is not deleted
 * @throws StepFailure `EAC_BINDING_CONFLICT` when only a person can tell
 */
export function decide(
  role: Role | undefined,
  identities: readonly RoleIdentity[],
  settings: Settings,
  now: Date,
): Decision {
  const own = identities.find(({ roleId }) => roleId === role?.roleId);
  const invitation = role && accepted(invitationOf(role, settings), own);
  const stale = identities.filter(
    ({ roleId }) => invitation === undefined || roleId !== role?.roleId,
  );
  // The old ones first: their audiences make room.
  const urgent = stale.filter(({ retired }) => isDue(retired, settings, now));
  if (urgent.length > 0) return { do: 'unbind', identities: urgent };
  if (role !== undefined && invitation !== undefined) {
    refuseAnothers(role, own);
    return { do: 'bind' };
  }
  const [next] = stale.map(({ retired }) => dueAt(retired, settings)).sort();
  if (next !== undefined) return { do: 'wait', until: next };
  return { do: 'nothing', why: role === undefined ? 'the role is gone' : 'nobody asked for it' };
}

/** Whether something can be done about it now: disable it, or delete it. */
function isDue(retired: Date | undefined, settings: Settings, now: Date): boolean {
  return retired === undefined || dueAt(retired, settings) <= now.toISOString();
}

function dueAt(retired: Date | undefined, { graceMs }: Settings): string {
  return new Date((retired?.getTime() ?? 0) + graceMs).toISOString();
}

/** A binding that is there counts only where it is the automation's: set-up makes some as well. */
function accepted(
  invitation: Invitation | undefined,
  own: RoleIdentity | undefined,
): Invitation | undefined {
  return invitation?.by === 'binding' && own === undefined ? undefined : invitation;
}

/** A mark that names another application was written by set-up, or copied by somebody. */
function refuseAnothers(role: Role, own: RoleIdentity | undefined): void {
  const marked = applicationIdOf(role);
  if (marked === undefined || marked === own?.clientId) return;
  if (own !== undefined) throw markedForAnother(role, marked);
  throw new StepFailure(
    'EAC_BINDING_NOT_SETTLED',
    `The role ${role.arn.text} is marked as that of an application, client ID ${marked}, which Entra does not list for it.`,
    'Entra lists a new application after minutes. If it stays like this, somebody set the role up by hand, or copied the tag "entra-aws-creds:application-id" from another role: remove it.',
  );
}

export function markedForAnother(role: Role, clientId: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The role ${role.arn.text} is marked as that of another application, client ID ${clientId}, and nothing of it was changed.`,
    'Somebody set it up by hand, or copied the tag from another role: take that binding down ("entra-aws-creds teardown"), or remove the tag "entra-aws-creds:application-id".',
  );
}
