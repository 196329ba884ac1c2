import type { Tags } from './identity-account/role.ts';

/** Marks that say what is ours: nothing without one is changed or removed. */

/** Tag of every application that set-up or the automation made, or adopted. */
export const APPLICATION_TAG = 'entra-aws-creds';

/** Begins the tags that list the roles of an application, each by its ARN. */
const ROLE_TAG_PREFIX = 'aws-role:';

/** Begins the tag with the unique ID of the one role that an application was made for. */
const ROLE_ID_TAG_PREFIX = 'aws-role-id:';

/** Begins the tag with the role's name as IAM tells names apart: all that a role that is gone leaves in an event. */
const ROLE_NAME_TAG_PREFIX = 'aws-role-name:';

/** Begins the tag with the account of the role that the application was made for. */
const ACCOUNT_TAG_PREFIX = 'aws-account:';

/** Begins the tag with the moment at which the application was disabled, to be deleted later: ISO 8601. */
const RETIRED_TAG_PREFIX = 'entra-aws-creds-retired:';

/** Begins the tag with the hour of that moment, by which all of an hour are found. */
const RETIRED_IN_TAG_PREFIX = 'entra-aws-creds-retired-in:';

/** Tag of a role: the client ID of the application that it was made for. */
export const APPLICATION_ID_TAG = 'entra-aws-creds:application-id';

/** Tag of an OIDC provider or a role that we made. What was adopted goes without. */
export const CREATED_TAG = 'entra-aws-creds:created';

/** Further tag of an application that somebody else made: it is never deleted. */
export const ADOPTED_TAG = 'entra-aws-creds-adopted';

/** Further tag of an application that people sign in to. */
export const PEOPLE_TAG = 'entra-aws-creds-people';

/** Ends the description of every app role that we made. */
const APP_ROLE_MARK = 'Made by entra-aws-creds.';

/** The creator's consent to the automation. Nothing of ours ever writes it. */
export const OPT_IN_TAG = 'entra-aws-creds:managed';

/** Letters and digits only, as IAM wants a `Sid`. */
export function statementIdOf(clientId: string): string {
  return `EntraAwsCreds${clientId.replaceAll('-', '')}`;
}

/** Whose statement it is; undefined for somebody else's. */
export function clientIdOfStatement(sid: string): string | undefined {
  const match = /^EntraAwsCreds(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/.exec(sid);
  return match?.slice(1).join('-');
}

/** Of what has no tags: claims mapping policy and custom authentication extension of an application. */
export function claimsObjectName(clientId: string): string {
  return `entra-aws-creds ${clientId}`;
}

export function appRoleDescription(roleArn: string): string {
  return `Leads to ${roleArn}. ${APP_ROLE_MARK}`;
}

export function isAppRoleMadeByUs({ description }: { readonly description: string }): boolean {
  return description.endsWith(APP_ROLE_MARK);
}

export function isForPeople({ tags }: { readonly tags: readonly string[] }): boolean {
  return tags.includes(PEOPLE_TAG);
}

export function isOurs({ tags }: { readonly tags: readonly string[] }): boolean {
  return tags.includes(APPLICATION_TAG);
}

export function isAdopted({ tags }: { readonly tags: readonly string[] }): boolean {
  return tags.includes(ADOPTED_TAG);
}

/** Whether we made it, and did not only find it. */
export function isMadeByUs({ tags }: { readonly tags: Tags }): boolean {
  return tags[CREATED_TAG] !== undefined;
}

export function applicationIdOf({ tags }: { readonly tags: Tags }): string | undefined {
  return tags[APPLICATION_ID_TAG];
}

/** The tag by which an application remembers one of its roles. */
export function roleTag(roleArn: string): string {
  return `${ROLE_TAG_PREFIX}${roleArn}`;
}

/** ARNs of the roles that the application lists. */
export function rolesOf({ tags }: { readonly tags: readonly string[] }): readonly string[] {
  return tags
    .filter((tag) => tag.startsWith(ROLE_TAG_PREFIX))
    .map((tag) => tag.slice(ROLE_TAG_PREFIX.length));
}

/** The tag by which an application tells its role from one that is made later under the same name. */
export function roleIdTag(roleId: string): string {
  return `${ROLE_ID_TAG_PREFIX}${roleId}`;
}

/** Unique IDs of the roles that the application was made for; set-up notes none. */
export function roleIdsOf({ tags }: { readonly tags: readonly string[] }): readonly string[] {
  return tags
    .filter((tag) => tag.startsWith(ROLE_ID_TAG_PREFIX))
    .map((tag) => tag.slice(ROLE_ID_TAG_PREFIX.length));
}

/** A role by what every event of it tells: names are unique in an account, whatever the path and the case. */
export interface RoleName {
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

export function roleNameTag({ partition, account, name }: RoleName): string {
  return `${ROLE_NAME_TAG_PREFIX}${partition}:${account}:${name.toLowerCase()}`;
}

export function accountTag({ partition, account }: Omit<RoleName, 'name'>): string {
  return `${ACCOUNT_TAG_PREFIX}${partition}:${account}`;
}

export function retiredTags(at: Date): readonly string[] {
  return [`${RETIRED_TAG_PREFIX}${at.toISOString()}`, retiredInTag(at)];
}

/** The tag of all that were retired in the hour of `at`. */
export function retiredInTag(at: Date): string {
  return `${RETIRED_IN_TAG_PREFIX}${at.toISOString().slice(0, 13)}`;
}

/** Those of its tags that say that it was retired. */
export function retirementOf({ tags }: { readonly tags: readonly string[] }): readonly string[] {
  return tags.filter(
    (tag) => tag.startsWith(RETIRED_TAG_PREFIX) || tag.startsWith(RETIRED_IN_TAG_PREFIX),
  );
}

/** When it was disabled, to be deleted later; undefined when it was not. */
export function retiredAt({ tags }: { readonly tags: readonly string[] }): Date | undefined {
  const tag = tags.find((one) => one.startsWith(RETIRED_TAG_PREFIX));
  const at = tag === undefined ? Number.NaN : Date.parse(tag.slice(RETIRED_TAG_PREFIX.length));
  return Number.isNaN(at) ? undefined : new Date(at);
}
