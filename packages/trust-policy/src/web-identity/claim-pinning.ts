import type { Condition, Statement, TrustPolicy } from '../document/policy-document.ts';
import { actionMatches, principalMatches } from '../evaluation/evaluate.ts';
import { holds } from '../evaluation/evaluate-condition.ts';
import { hasVariable } from '../evaluation/policy-variable.ts';
import type { ClaimKey, WebIdentityContext } from './web-identity-context.ts';

/**
 * The values that a key must have one of for `statement` to allow anything: by a condition
 * of its own, or by a `Deny` on all other values elsewhere in the policy. Undefined when
 * nothing pins the key to fixed values.
 */
export function pinnedValues(
  statement: Statement,
  key: string,
  policy: TrustPolicy,
  context: WebIdentityContext,
): readonly string[] | undefined {
  const conditions = conditionsOn(statement, key);
  const mustBePresent = conditions.some(
    ({ operator, values }) =>
      operator.comparison === 'Null' &&
      values.length > 0 &&
      values.every((text) => text === 'false'),
  );
  const own = conditions.filter(({ operator }) => {
    const admitsMissing = operator.ifExists || operator.set === 'ForAllValues';
    return !operator.comparison.includes('Not') && (!admitsMissing || mustBePresent);
  });
  const guards = policy.statements.flatMap((other) => guardOn(other, key, context));
  return [...own, ...guards]
    .filter((condition) => hasFixedValues(condition, policy))
    .map(({ values }) => [...new Set(values)])
    .sort((one, other) => one.length - other.length)[0];
}

/**
 * The fixed values other than this token's with which a claim passes all that `statement`, and each `Deny`
 * on that claim alone, ask of it: whoever has a token with one of them gets in.
 */
export function furtherValues(
  statement: Statement,
  { key, value: own }: ClaimKey,
  policy: TrustPolicy,
  context: WebIdentityContext,
): readonly string[] {
  const pinned = pinnedValues(statement, key, policy, context) ?? [];
  const guards = policy.statements.flatMap((other) => guardOn(other, key, context));
  return pinned
    .map((text) => withoutEscapes(text, policy))
    .filter((value) => {
      // No two identities of Entra differ in the case of a letter only.
      if (value.toLowerCase() === own.toLowerCase()) return false;
      const other = { ...context, keys: new Map(context.keys).set(key.toLowerCase(), [value]) };
      const passes = conditionsOn(statement, key).every((condition) => {
        return holds(condition, policy.version, other) !== 'false';
      });
      return passes && guards.every((guard) => holds(guard, policy.version, other) !== 'true');
    });
}

/** `${*}`, `${?}` and `${$}` stand for the character itself. */
function withoutEscapes(text: string, { version }: TrustPolicy): string {
  return version === '2012-10-17' ? text.replace(/\$\{([*?$])\}/g, '$1') : text;
}

export function conditionsOn(statement: Statement, key: string): readonly Condition[] {
  const name = key.toLowerCase();
  return statement.conditions.filter((condition) => condition.key.toLowerCase() === name);
}

/** Whether the condition compares text with a pattern that is not a fixed value. */
export function hasOpenValues(condition: Condition, policy: TrustPolicy): boolean {
  const { comparison } = condition.operator;
  if (!/^(String|Arn)/.test(comparison)) return false;
  const like = /Like$|^Arn/.test(comparison);
  return condition.values.some((value) => {
    const characters = policy.version === '2012-10-17' ? value.replace(/\$\{[*?$]\}/g, '') : value;
    return (like && /[*?]/.test(characters)) || hasVariable(value, policy.version);
  });
}

function hasFixedValues(condition: Condition, policy: TrustPolicy): boolean {
  const text = /^(String|Arn)/.test(condition.operator.comparison);
  return text && condition.values.length > 0 && !hasOpenValues(condition, policy);
}

/** `Deny` everyone whose key is not one of the values: as good as an `Allow` for those only. */
function guardOn(statement: Statement, key: string, context: WebIdentityContext): Condition[] {
  const [only, ...more] = statement.conditions;
  if (statement.effect !== 'Deny' || only === undefined || more.length > 0) return [];
  const { set, comparison } = only.operator;
  const guards =
    only.key.toLowerCase() === key.toLowerCase() &&
    set === 'none' &&
    /^StringNot(Equals|Like)/.test(comparison) &&
    actionMatches(statement.action, context.action) === 'true' &&
    principalMatches(statement.principal, context.principal.federated) === 'true';
  return guards ? [only] : [];
}
