/**
 * What an operator compares, without prefix and suffix.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const COMPARISONS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
  'Null',
] as const;

export type Comparison = (typeof COMPARISONS)[number];

export const ALL_COMPARISONS: readonly Comparison[] = COMPARISONS;

/** The set operator before the colon; `none` for keys with one value. */
type SetOperator = 'none' | 'ForAnyValue' | 'ForAllValues';

export interface ConditionOperator {
  /** As written in the policy. */
  readonly text: string;
  readonly set: SetOperator;
  readonly comparison: Comparison;
  readonly ifExists: boolean;
}

/**
 * `text` as an operator, or why it is none. Names are case-sensitive, though AWS does not
 * say so: IAM refuses `stringEquals` with "Invalid Condition type : stringEquals". `Null`
 * takes neither `IfExists` nor, having no values to compare, a set operator.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 * @see https://github.com/ministryofjustice/modernisation-platform-environments/pull/8893
 */
export function parseConditionOperator(
  text: string,
): { readonly operator: ConditionOperator } | { readonly reason: string } {
  const match = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/s.exec(text);
  const comparison = COMPARISONS.find((name) => name === match?.[2]);
  if (comparison === undefined) {
    const meant = inTheRightCase(text);
    return { reason: meant === undefined ? 'is not an operator' : `must be written ${meant}` };
  }
  const set = (match?.[1] ?? 'none') as SetOperator;
  const ifExists = match?.[3] !== undefined;
  if (comparison === 'Null' && (ifExists || set !== 'none')) {
    return { reason: 'is not an operator: Null takes no set prefix and no IfExists' };
  }
  return { operator: { text, set, comparison, ifExists } };
}

/** Whether `comparison` holds when none of the values matches, and so for an absent key. */
export function isNegated(comparison: Comparison): boolean {
  return comparison.includes('Not');
}

function inTheRightCase(text: string): string | undefined {
  const match = /^(foranyvalue:|forallvalues:)?(.*?)(ifexists)?$/is.exec(text);
  const name = COMPARISONS.find((known) => known.toLowerCase() === match?.[2]?.toLowerCase());
  if (match === null || name === undefined) return undefined;
  const any = match[1]?.toLowerCase() === 'foranyvalue:' ? 'ForAnyValue:' : 'ForAllValues:';
  return `${match[1] === undefined ? '' : any}${name}${match[3] === undefined ? '' : 'IfExists'}`;
}
