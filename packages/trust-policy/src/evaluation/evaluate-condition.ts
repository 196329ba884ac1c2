import { isNegated } from '../document/condition-operator.ts';
import type { Condition, PolicyVersion } from '../document/policy-document.ts';
import { matchesValue } from './compare-value.ts';
import { keyState, type RequestContext } from './request-context.ts';
import { allOf, anyOf, not, type Truth, truth } from './truth.ts';

/**
 * Whether a condition holds for a request.
 *
 * - Several values: any of them; for a negated operator, none of them.
 * - An absent key: false, but true for a negated operator, `…IfExists` and `ForAllValues`.
 *   `ForAnyValue` is false for an absent key even when negated.
 * - A set of nothing, or of empty strings, counts as absent for the set operators and `Null`.
 * - Several values in the request without a set operator: unknown, AWS demands one.
 * - No values in the policy: with `ForAnyValue` never; with `ForAllValues` and `…IfExists`
 *   only if the key is missing; otherwise unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function holds(
  condition: Condition,
  version: PolicyVersion,
  context: RequestContext,
): Truth {
  const { set, comparison, ifExists } = condition.operator;
  const key = keyState(context, condition.key);
  if (comparison === 'Null') {
    return isNull(condition.values, key.state === 'unknown' ? undefined : valuesOf(key));
  }
  if (key.state === 'unknown') return 'unknown';
  const values = set === 'none' ? allValuesOf(key) : valuesOf(key);
  if (values.length === 0) {
    if (ifExists || set === 'ForAllValues') return 'true';
    if (set === 'ForAnyValue') return 'false';
    return condition.values.length === 0 ? 'unknown' : truth(isNegated(comparison));
  }
  if (condition.values.length === 0) return set === 'none' && !ifExists ? 'unknown' : 'false';
  const matches = values.map((value) => {
    const match = anyOf(
      condition.values.map((wanted) => matchesValue(comparison, value, wanted, version, context)),
    );
    return isNegated(comparison) ? not(match) : match;
  });
  if (set === 'ForAnyValue') return anyOf(matches);
  if (set === 'ForAllValues') return allOf(matches);
  return matches.length === 1 ? (matches[0] ?? 'unknown') : 'unknown';
}

/** What the condition says of a request without its key. */
export function holdsWithoutKey(
  condition: Condition,
  version: PolicyVersion,
  context: RequestContext,
): Truth {
  const keys = new Map(context.keys);
  keys.delete(condition.key.toLowerCase());
  const absentKeys = new Set(context.absentKeys).add(condition.key.toLowerCase());
  return holds(condition, version, { ...context, keys, absentKeys });
}

type Key = ReturnType<typeof keyState>;

function allValuesOf(key: Key): readonly string[] {
  return key.state === 'present' ? key.values : [];
}

function valuesOf(key: Key): readonly string[] {
  return allValuesOf(key).filter((value) => value !== '');
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function isNull(wanted: readonly string[], values: readonly string[] | undefined): Truth {
  if (values === undefined || wanted.length === 0) return 'unknown';
  return anyOf(
    wanted.map((text) => {
      if (text !== 'true' && text !== 'false') return 'unknown';
      return truth((text === 'true') === (values.length === 0));
    }),
  );
}
