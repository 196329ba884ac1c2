import type { Application } from '../entra-directory/application.ts';
import type { EntraSide } from '../observe/observed.ts';
import {
  ADOPTED_TAG,
  APPLICATION_TAG,
  isAdopted,
  isForPeople,
  isOurs,
  PEOPLE_TAG,
  rolesOf,
  roleTag,
} from '../ownership.ts';
import type { TeardownWish } from '../wish/teardown-wish.ts';
import type { EntraChange } from './change.ts';
import { severalApplications } from './refusals.ts';

/**
 * The application goes with the last role that it lists, or that trusts it. One that was adopted stays, without our marks.
 *
 * @throws StepFailure `EAC_BINDING_CONFLICT`
 */
export function entraRemovals(
  { application: name, role, purge }: TeardownWish,
  { application, namesakes, deleted = [] }: EntraSide,
  trusting: readonly string[],
): readonly EntraChange[] {
  if (application === undefined) {
    if (namesakes.length > 0) throw severalApplications(name?.displayName ?? '', namesakes);
    return purge ? deleted.map(purgeOf) : [];
  }
  const { id, displayName } = application;
  // Also one that was adopted, and has lost our marks by now.
  if (!isOurs(application)) return [];
  const own = roleTag(role.text);
  const roles = rolesOf(application);
  const isListed = roles.includes(role.text);
  const remaining = [...roles, ...trusting].filter((one) => one !== role.text);
  const removal = { kind: 'update-application' as const, id, displayName, addTags: [] };
  if (remaining.length > 0) {
    return isListed ? [{ ...removal, removeTags: [own], tokenVersion: undefined }] : [];
  }
  if (isAdopted(application)) {
    const marks = isForPeople(application) ? [PEOPLE_TAG] : [];
    const removeTags = [own, ADOPTED_TAG, APPLICATION_TAG, ...marks];
    return [{ ...removal, removeTags, tokenVersion: undefined }];
  }
  return [
    { kind: 'delete-application', id, displayName },
    ...(purge ? [...deleted.map(purgeOf), purgeOf(application)] : []),
  ];
}

function purgeOf({ id, displayName }: Application): EntraChange {
  return { kind: 'purge-application', id, displayName };
}
