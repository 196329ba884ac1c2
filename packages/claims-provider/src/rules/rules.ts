import type { PersonAttribute } from './person-attribute.ts';

/** What Entra's privileges mean in AWS, as the rules file says it. */
export interface Rules {
  /** Accounts of which an app role may name a role by its value: `aws:123456789012:Deploy`. */
  readonly accounts: ReadonlySet<string>;
  /** ARNs of roles by the value of an app role. */
  readonly appRoles: ReadonlyMap<string, readonly string[]>;
  /** ARNs of roles by the object ID of a group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly tags: readonly TagRule[];
  /** Keys of tags that the next role of a chain inherits. */
  readonly transitiveTags: readonly string[];
  /** The first that the person has, and that AWS takes, is the source identity; none: no source identity. */
  readonly sourceIdentity: readonly PersonAttribute[];
}

export interface TagRule {
  readonly key: string;
  readonly attribute: PersonAttribute;
  /** Other values for some; those that are not listed stay as they are. */
  readonly values: ReadonlyMap<string, string>;
}

/** What must be asked of a person so that the rules can be applied. */
export interface Question {
  readonly appRoles: boolean;
  readonly groups: boolean;
  readonly attributes: readonly PersonAttribute[];
}

export function questionOf({ accounts, appRoles, groups, tags, sourceIdentity }: Rules): Question {
  const attributes = [...tags.map(({ attribute }) => attribute), ...sourceIdentity];
  return {
    appRoles: accounts.size > 0 || appRoles.size > 0,
    groups: groups.size > 0,
    attributes: [...new Set(attributes)],
  };
}
