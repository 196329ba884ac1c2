import { isSessionTag } from '@entra-aws-creds/core/azure';
import { rolesOfAppRole } from './app-role.ts';
import {
  type AwsClaims,
  LARGEST_CLAIMS_BYTES,
  ROLES_CLAIM,
  SOURCE_IDENTITY_CLAIM,
  sizeOf,
  TRANSITIVE_TAGS_CLAIM,
  tagClaim,
} from './aws-claims.ts';
import type { Person } from './person.ts';
import type { Rules } from './rules.ts';

/**
 * What the rules make of a person. There are no claims without the claim of the roles, and never an empty one:
 * STS takes a token without it for a token that may have every role, and Entra does not say that it keeps a
 * list that is empty.
 */
export type Decision =
  | { readonly kind: 'claims'; readonly roles: readonly string[]; readonly claims: AwsClaims }
  | { readonly kind: 'denied'; readonly why: WhyDenied; readonly detail: string };

export type WhyDenied = 'no-role' | 'tag-value' | 'source-identity' | 'claims-too-large';

export function decide(rules: Rules, person: Person): Decision {
  const roles = rolesOf(rules, person);
  if (roles.length === 0) {
    const { appRoles, groups } = person;
    return denied(
      'no-role',
      `${appRoles.length} app roles and ${groups.length} groups lead to none`,
    );
  }
  const tags = tagsOf(rules, person);
  const odd = tags.find(([key, value]) => !isSessionTag(key, value));
  if (odd !== undefined) return denied('tag-value', `AWS takes no such value of the tag ${odd[0]}`);
  const sourceIdentity = sourceIdentityOf(rules, person);
  if (sourceIdentity === undefined && rules.sourceIdentity.length > 0) {
    return denied('source-identity', `AWS takes none of ${rules.sourceIdentity.join(', ')}`);
  }
  const transitive = rules.transitiveTags.filter((key) => tags.some(([one]) => one === key));
  const claims: AwsClaims = {
    [ROLES_CLAIM]: roles,
    ...Object.fromEntries(tags.map(([key, value]) => [tagClaim(key), value])),
    ...(transitive.length > 0 && { [TRANSITIVE_TAGS_CLAIM]: transitive }),
    ...(sourceIdentity !== undefined && { [SOURCE_IDENTITY_CLAIM]: sourceIdentity }),
  };
  const size = sizeOf(claims);
  return size > LARGEST_CLAIMS_BYTES
    ? denied('claims-too-large', `${roles.length} roles and the rest are ${size} bytes`)
    : { kind: 'claims', roles, claims };
}

function denied(why: WhyDenied, detail: string): Decision {
  return { kind: 'denied', why, detail };
}

/** In the order of the alphabet, so that one person has one claim. */
function rolesOf(rules: Rules, { appRoles, groups }: Person): readonly string[] {
  const all = [
    ...appRoles.flatMap((value) => rolesOfAppRole(value, rules)),
    ...groups.flatMap((id) => rules.groups.get(id) ?? []),
  ];
  return [...new Set(all)].sort();
}

/** A person without the attribute has no such tag. */
function tagsOf({ tags }: Rules, { attributes }: Person): readonly (readonly [string, string])[] {
  return tags.flatMap(({ key, attribute, values }) => {
    const value = attributes.get(attribute);
    return value === undefined ? [] : [[key, values.get(value) ?? value] as const];
  });
}

/**
 * Nothing of it is replaced: two people must not become one in CloudTrail.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const SOURCE_IDENTITY = /^[\w+=,.@-]{2,64}$/;

function sourceIdentityOf({ sourceIdentity }: Rules, { attributes }: Person): string | undefined {
  return sourceIdentity
    .map((attribute) => attributes.get(attribute) ?? '')
    .find((value) => SOURCE_IDENTITY.test(value));
}
