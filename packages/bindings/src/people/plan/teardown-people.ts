import { quote, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { EntraSide } from '../../observe/observed.ts';
import { isAdopted, isAppRoleMadeByUs, isForPeople } from '../../ownership.ts';
import type { EntraChange } from '../../plan/change.ts';
import { applicationOfPeople } from '../../plan/refusals.ts';
import { appRoleNameOf } from '../app-role-name.ts';
import type { ClaimsListener, PeopleSide } from '../people-application.ts';
import type { PeopleChange } from './people-change.ts';

/**
 * What goes with a role, and with the last one: the app role, or all that the application had for its people,
 * which is not deleted along with it.
 *
 * @param removals of the application itself
 * @throws StepFailure `EAC_BINDING_CONFLICT` when what is about people is out of reach, or others use it
 */
export function peopleRemovals(
  role: RoleArn,
  entra: EntraSide,
  removals: readonly EntraChange[],
): readonly (EntraChange | PeopleChange)[] {
  const { application, people } = entra;
  const isTheirs = application !== undefined && isForPeople(application);
  if (people === undefined) {
    if (isTheirs && removals.length > 0) throw applicationOfPeople(application);
    return removals;
  }
  const isLast = application === undefined || removals.some(isOfLast);
  const isKept = application !== undefined && (!isLast || isAdopted(application));
  if (isTheirs && removals.length === 0) return [];
  return [
    ...(isLast ? claimsRemovals(people) : []),
    ...(isKept && isTheirs ? appRoleRemovals(role, people) : []),
    ...removals,
  ];
}

/** The application goes, or our last mark on it. */
function isOfLast(change: EntraChange): boolean {
  if (change.kind === 'delete-application') return true;
  return change.kind === 'update-application' && change.removeTags.length > 1;
}

/** Entra asks no longer, before there is nobody to ask. */
function claimsRemovals({
  name,
  mappings,
  extensions,
  listeners,
}: PeopleSide): readonly PeopleChange[] {
  const ids = new Set(extensions.map(({ id }) => id));
  const own = listeners.filter(({ extensionId }) => ids.has(extensionId));
  const shared = own.find(({ applications }) => applications.length > 1);
  if (shared !== undefined) throw listenerOfSeveral(shared);
  return [
    ...own.map(({ id }) => ({ kind: 'remove-claims-listener' as const, id })),
    ...extensions.map(({ id, targetUrl }) => {
      return { kind: 'remove-claims-extension' as const, id, targetUrl };
    }),
    ...mappings
      .filter(({ displayName }) => displayName === name)
      .map(({ id }) => ({ kind: 'remove-claims-mapping' as const, id })),
  ];
}

/** Without it the tokens of the others would lack their claims, and may be good for more. */
function listenerOfSeveral({ id, applications }: ClaimsListener): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `Somebody added other applications to the event listener ${quote(id)}, which would lose their claims: ${applications.map(quote).join(', ')}.`,
    'Give them a listener of their own and take them out of this one, then run the command again. Nothing was changed.',
  );
}

function appRoleRemovals(role: RoleArn, { signIn }: PeopleSide): readonly PeopleChange[] {
  const name = appRoleNameOf(role);
  return (signIn?.appRoles ?? [])
    .filter((one) => one.value === name && isAppRoleMadeByUs(one))
    .map(({ id }) => ({ kind: 'remove-app-role' as const, id, appRole: name }));
}
