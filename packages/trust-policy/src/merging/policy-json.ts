import type { StatementJson } from '../web-identity/required-trust.ts';

/** A trust policy as IAM keeps it: what `JSON.parse` makes of its text. */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** A statement of somebody else's, with whatever is in it. */
export type AnyStatement = Readonly<Record<string, unknown>> | StatementJson;

/** The characters that IAM counts: all but white space between elements. */
export function countedCharacters(policy: PolicyJson): number {
  return JSON.stringify(policy).length;
}

/**
 * What IAM allows for a trust policy unless its quota (L-C07B4B0D) was raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const USUAL_QUOTA = 2_048;

/** The statements in order; `Statement` may be a single one. */
export function statementsOf(policy: PolicyJson): readonly AnyStatement[] {
  const block = policy['Statement'];
  return (Array.isArray(block) ? block : [block]) as AnyStatement[];
}

/** `policy` with these statements, and otherwise as it is. */
export function withStatements(
  policy: PolicyJson,
  statements: readonly AnyStatement[],
): PolicyJson {
  return { ...policy, Statement: statements };
}
