import type { Application } from '../entra-directory/application.ts';
import type { EntraSide, Observed } from '../observe/observed.ts';
import { ADOPTED_TAG, APPLICATION_TAG, isAdopted, isOurs, roleTag } from '../ownership.ts';
import type { Wish } from '../wish/wish.ts';
import type { EntraChange } from './change.ts';
import { credentialChanges } from './credential-changes.ts';
import { clientIdText } from './later.ts';
import { applicationVersion, identifierUri } from './pins.ts';
import { foreignApplication, severalApplications } from './refusals.ts';

/**
 * What the Entra side lacks, in the order in which it can be made.
 *
 * @param furtherTags of the application, besides those that every one has
 * @throws StepFailure `EAC_BINDING_FOREIGN`, `EAC_BINDING_CONFLICT`, `EAC_GRAPH_QUOTA`
 */
export function entraChanges(
  wish: Wish,
  entra: EntraSide,
  furtherTags: readonly string[] = [],
): readonly EntraChange[] {
  const restored = entra.application === undefined ? restorable(wish, entra) : undefined;
  const application = entra.application ?? restored;
  return [
    ...(restored === undefined ? [] : [restoration(restored)]),
    ...(application === undefined
      ? creation(wish, entra, furtherTags)
      : update(wish, application, furtherTags)),
    ...servicePrincipalChanges(entra, application),
    ...uriChanges(wish, application),
    ...credentialChanges(wish.credential, application, entra.federatedCredentials ?? []),
  ];
}

/** The latest, if it was deleted and may come back. */
function restorable({ restore }: Wish, { deleted = [] }: EntraSide): Application | undefined {
  if (!restore) return undefined;
  return deleted
    .toSorted((one, other) => (one.created ?? '').localeCompare(other.created ?? ''))
    .at(-1);
}

function restoration({ id, displayName }: Application): EntraChange {
  return { kind: 'restore-application', id, displayName };
}

function roleTags({ role, applicationTags }: Wish): readonly string[] {
  return [roleTag(role.text), ...applicationTags];
}

function creation(
  wish: Wish,
  { namesakes }: EntraSide,
  furtherTags: readonly string[],
): readonly EntraChange[] {
  const { displayName, uniqueName } = wish.application;
  if (namesakes.length > 0) throw severalApplications(displayName, namesakes);
  const tokenVersion = applicationVersion(wish, NOTHING);
  const tags = [APPLICATION_TAG, ...furtherTags, ...roleTags(wish)];
  return [
    { kind: 'create-application', application: { uniqueName, displayName, tags, tokenVersion } },
  ];
}

const NOTHING: Observed = { entra: undefined, aws: undefined };

function update(
  wish: Wish,
  application: Application,
  furtherTags: readonly string[],
): readonly EntraChange[] {
  const isOwn =
    isOurs(application) &&
    (application.uniqueName === wish.application.uniqueName || isAdopted(application));
  if (!isOwn && !wish.adopt) throw foreignApplication(application);
  const marks = isOwn ? [] : [APPLICATION_TAG, ADOPTED_TAG];
  const addTags = [...marks, ...furtherTags, ...roleTags(wish)].filter(
    (tag) => !application.tags.includes(tag),
  );
  const { tokenVersion } = wish;
  const isOtherVersion = tokenVersion !== undefined && tokenVersion !== application.tokenVersion;
  if (addTags.length === 0 && !isOtherVersion) return [];
  const { id, displayName } = application;
  return [
    {
      kind: 'update-application',
      id,
      displayName,
      addTags,
      removeTags: [],
      tokenVersion: isOtherVersion ? tokenVersion : undefined,
    },
  ];
}

function servicePrincipalChanges(
  { servicePrincipal }: EntraSide,
  application: Application | undefined,
): readonly EntraChange[] {
  if (servicePrincipal === undefined) {
    return [{ kind: 'create-service-principal', clientId: clientIdText(application?.clientId) }];
  }
  const { id, enabled } = servicePrincipal;
  return enabled ? [] : [{ kind: 'enable-service-principal', id }];
}

function uriChanges(wish: Wish, application: Application | undefined): readonly EntraChange[] {
  if (!wish.identifierUri) return [];
  const uri = identifierUri(clientIdText(application?.clientId));
  const isThere = typeof uri === 'string' && application?.identifierUris.includes(uri);
  return isThere ? [] : [{ kind: 'add-identifier-uri', uri }];
}
