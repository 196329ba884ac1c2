import { isGuid, parseJsonObject } from '@entra-aws-creds/core/azure';
import { roleArnIn } from './app-role.ts';
import { readSourceIdentity, readTagRules, readTransitiveTags } from './read-tag-rules.ts';
import type { Rules } from './rules.ts';
import { Problems, placeName, RulesProblem, shown } from './rules-problem.ts';

const MEMBERS = ['accounts', 'appRoles', 'groups', 'tags', 'transitiveTags', 'sourceIdentity'];

/**
 * Reads the rules file.
 *
 * @throws RulesProblem with everything that is wrong
 */
export function readRules(text: string): Rules {
  const file = parseJsonObject(text);
  if (file === undefined) throw new RulesProblem(['The file is not a JSON object.']);
  const problems = new Problems();
  for (const name of Object.keys(file).filter((one) => !MEMBERS.includes(one))) {
    problems.add(placeName(name), `There is no such rule; there are ${MEMBERS.join(', ')}.`);
  }
  const tags = readTagRules(file['tags'], problems);
  const rules: Rules = {
    accounts: new Set(readAccounts(file['accounts'], problems)),
    appRoles: readRoles('appRoles', file['appRoles'], problems, wrongAppRole),
    groups: readRoles('groups', file['groups'], problems, wrongGroup),
    tags,
    transitiveTags: readTransitiveTags(file['transitiveTags'], tags, problems),
    sourceIdentity: readSourceIdentity(file['sourceIdentity'], problems),
  };
  problems.throwIfAny();
  if (rules.accounts.size + rules.appRoles.size + rules.groups.size === 0) {
    throw new RulesProblem([
      'Nothing leads to a role, so nobody could sign in: give "accounts", "appRoles" or "groups".',
    ]);
  }
  return rules;
}

function readAccounts(value: unknown, problems: Problems): readonly string[] {
  return problems.listIn('accounts', value).filter((account, index): account is string => {
    if (typeof account === 'string' && /^\d{12}$/.test(account)) return true;
    problems.add(`accounts[${index}]`, 'An account ID is twelve digits in quotes.');
    return false;
  });
}

/** @see https://learn.microsoft.com/entra/identity-platform/howto-add-app-roles-in-apps */
function wrongAppRole(value: string): string | undefined {
  return /^[\x21-\x7e]{1,120}$/.test(value) && !value.startsWith('.')
    ? undefined
    : 'No app role has this value: it has up to 120 characters, no spaces, and no dot in front.';
}

function wrongGroup(id: string): string | undefined {
  return isGuid(id)
    ? undefined
    : 'A group is named by its object ID, in lower case; names are not unique.';
}

function readRoles(
  member: string,
  value: unknown,
  problems: Problems,
  wrongWith: (key: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, readonly string[]>();
  for (const [key, named] of Object.entries(problems.membersIn(member, value))) {
    const place = `${member}.${placeName(key)}`;
    const wrong = wrongWith(key);
    if (wrong !== undefined) problems.add(place, wrong);
    const list = typeof named === 'string' ? [named] : problems.listIn(place, named);
    if (list.length === 0) problems.add(place, 'It leads to no role.');
    roles.set(key, readArns(place, list, problems));
  }
  return roles;
}

function readArns(place: string, list: readonly unknown[], problems: Problems): readonly string[] {
  return list.flatMap((role) => {
    const arn = roleArnIn(role);
    if (arn !== undefined) return [arn];
    problems.add(place, `${shown(role)} is not the ARN of a role, whole and without patterns.`);
    return [];
  });
}
