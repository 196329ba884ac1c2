import type { PersonAttribute } from './person-attribute.ts';

/** What Entra knows of a person who signs in to one application, as far as the rules ask for it. */
export interface Person {
  /** Values of the app roles of that application that the person has, directly or by a group. */
  readonly appRoles: readonly string[];
  /** Object IDs of groups that the person is in, directly or by other groups. */
  readonly groups: readonly string[];
  /** Those that the person has. */
  readonly attributes: ReadonlyMap<PersonAttribute, string>;
}
