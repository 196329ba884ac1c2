import { parsePolicy } from '../document/parse-policy.ts';
import type { Statement, TrustPolicy } from '../document/policy-document.ts';
import { ROLES_CLAIM_KEY, type StatementJson } from '../web-identity/required-trust.ts';
import { deletedPrincipals } from './deleted-principal.ts';
import { type Merge, type MergeConflict, refused } from './merge-conflict.ts';
import { findOwn, type OwnStatement } from './own-statement.ts';
import { type AnyStatement, type PolicyJson, statementsOf, withStatements } from './policy-json.ts';

/**
 * Puts a statement into a trust policy, or sets the one that is there right. The statement is known by its
 * Sid, else as the placeholder that somebody wrote for it. Its actions and its conditions on keys that are not
 * pinned stay; those that are get one value each. All other statements stay as they are, in their order.
 * Merging what was merged changes nothing.
 *
 * @param policy what `JSON.parse` made of the document that IAM returned, decoded
 */
export function mergeStatement(policy: PolicyJson, own: OwnStatement): Merge<PolicyJson> {
  const read = readable(policy);
  if ('conflicts' in read) return refused(read.conflicts);
  const found = findOwn(read.policy, own);
  if (isConflicts(found)) return refused(found);
  const conflicts = deletedPrincipals(read.policy);
  const all = statementsOf(policy);
  const index = found === undefined ? -1 : read.policy.statements.indexOf(found);
  const before = all[index];
  const after = before === undefined ? newStatement(own) : pinned(before, own);
  if (before !== undefined && isSame(before, after)) return unchanged(policy);
  if (conflicts.length > 0) return refused(conflicts);
  const statements = before === undefined ? [...all, after] : all.with(index, after);
  return { document: withStatements(policy, statements), changed: true, conflicts: [] };
}

/**
 * Takes the statement with this Sid out again. All others stay as they are, in their order.
 * A policy without it is left as it is.
 */
export function removeStatement(policy: PolicyJson, sid: string): Merge<PolicyJson> {
  const read = readable(policy);
  if ('conflicts' in read) return refused(read.conflicts);
  const { statements } = read.policy;
  const all = statementsOf(policy);
  const kept = all.filter((_, index) => statements[index]?.sid !== sid);
  if (kept.length === all.length) return unchanged(policy);
  if (kept.length === 0) {
    const message = 'A trust policy needs a statement, and this is its only one: delete the role.';
    return refused([{ code: 'last-statement', path: statements[0]?.path ?? '$', message }]);
  }
  const removed = statements.filter((one) => one.sid === sid).map(({ path }) => path);
  const conflicts = deletedPrincipals(read.policy).filter(
    ({ path }) => !removed.some((prefix) => path.startsWith(prefix)),
  );
  if (conflicts.length > 0) return refused(conflicts);
  return { document: withStatements(policy, kept), changed: true, conflicts: [] };
}

function readable(
  document: PolicyJson,
): { readonly policy: TrustPolicy } | { readonly conflicts: readonly MergeConflict[] } {
  const { policy, problems } = parsePolicy(document);
  if (policy !== undefined) return { policy };
  return {
    conflicts: problems
      .filter(({ fatal }) => fatal)
      .map(({ path, message }) => ({ code: 'unreadable', path, message })),
  };
}

function isConflicts(
  found: Statement | readonly MergeConflict[] | undefined,
): found is readonly MergeConflict[] {
  return Array.isArray(found);
}

function unchanged(document: PolicyJson): Merge<PolicyJson> {
  return { document, changed: false, conflicts: [] };
}

/** The statement from nothing. */
export function newStatement(own: OwnStatement): StatementJson {
  return {
    Sid: own.sid,
    Effect: 'Allow',
    Principal: { Federated: own.provider.arn },
    Action: withActions(WEB_IDENTITY, own),
    Condition: pinnedConditions(own),
  };
}

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

type ConditionBlock = Readonly<Record<string, string>>;

/** The conditions on what is pinned, by operator. */
function pinnedConditions({
  provider: { keyPrefix },
  pins,
}: OwnStatement): Readonly<Record<string, ConditionBlock>> {
  const { aud, oaud, sub, rolesClaim } = pins;
  return {
    StringEquals: {
      [`${keyPrefix}:aud`]: aud,
      ...(oaud !== undefined && { [`${keyPrefix}:oaud`]: oaud }),
      ...(sub !== undefined && { [`${keyPrefix}:sub`]: sub }),
    },
    ...(rolesClaim && { Bool: { [ROLES_CLAIM_KEY]: 'true' } }),
  };
}

/** Lower-case keys on which the statement has no other conditions. */
function pinnedKeys({ provider: { keyPrefix }, pins }: OwnStatement): ReadonlySet<string> {
  const claims = pins.sub === undefined ? ['aud'] : ['aud', 'oaud', 'sub'];
  const keys = claims.map((claim) => `${keyPrefix}:${claim}`);
  return new Set([...keys, ...(pins.rolesClaim ? [ROLES_CLAIM_KEY] : [])].map(lowerCase));
}

/** `statement` with what is pinned, its actions, and its Sid; what else is in it stays. */
function pinned(statement: AnyStatement, own: OwnStatement): AnyStatement {
  const pins = pinnedConditions(own);
  const isPinned = pinnedKeys(own);
  const before = (statement.Condition ?? {}) as Readonly<Record<string, object>>;
  const kept = Object.entries(before)
    .map(([operator, block]) => {
      const others = Object.entries(block).filter(([key]) => !isPinned.has(lowerCase(key)));
      return [operator, Object.fromEntries(others) as object] as const;
    })
    .filter(([operator, block]) => Object.hasOwn(pins, operator) || Object.keys(block).length > 0);
  const conditions = Object.fromEntries(kept);
  const merged = Object.entries(pins).map(([operator, block]) => {
    return [operator, { ...block, ...conditions[operator] }] as const;
  });
  return {
    Sid: own.sid,
    ...withoutSid(statement),
    ...('Action' in statement && { Action: withActions(statement.Action as ActionJson, own) }),
    Condition: { ...conditions, ...Object.fromEntries(merged) },
  };
}

type ActionJson = string | readonly string[];

/** IAM does not tell upper case from lower case in the names of actions. */
function withActions(actions: ActionJson, { furtherActions = [] }: OwnStatement): ActionJson {
  const all = [actions].flat();
  const missing = furtherActions.filter((one) => !all.map(lowerCase).includes(lowerCase(one)));
  return missing.length === 0 ? actions : [...all, ...missing];
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function withoutSid({ Sid: _, ...rest }: AnyStatement): AnyStatement {
  return rest;
}

/** Whether two statements say the same, in whatever order their members and lists stand. */
function isSame(one: AnyStatement, other: AnyStatement): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? ordered(value[0]) : value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, ordered(member)]));
}
