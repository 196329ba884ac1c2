import type {
  ActionElement,
  Condition,
  PrincipalElement,
  Statement,
  TrustPolicy,
} from '../document/policy-document.ts';
import { holds } from './evaluate-condition.ts';
import type { AwsCaller, FederatedCaller, RequestContext } from './request-context.ts';
import { allOf, anyOf, not, type Truth, truth } from './truth.ts';
import { matchesPattern, wildcardPattern } from './wildcard-pattern.ts';

/** Whether the policy admits the request; `cannot-tell` when it hangs on what only AWS knows. */
export type Answer = 'admits' | 'refuses' | 'cannot-tell';

export interface Evaluation {
  readonly answer: Answer;
  readonly statements: readonly StatementResult[];
}

/** Whether a statement applies, and each part that must. */
export interface StatementResult {
  readonly statement: Statement;
  readonly applies: Truth;
  readonly action: Truth;
  readonly principal: Truth;
  readonly conditions: readonly ConditionResult[];
}

export interface ConditionResult {
  readonly condition: Condition;
  readonly holds: Truth;
}

/**
 * Decides as AWS does: refused unless a statement allows, and whatever allows, a statement
 * that denies wins. A statement applies when its action, its principal and all of its
 * conditions match. Organization policies (SCP, RCP) are not part of a trust policy and
 * can still refuse what it admits.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policy: TrustPolicy, context: RequestContext): Evaluation {
  const statements = policy.statements.map((statement) => {
    const action = actionMatches(statement.action, context.action);
    const principal = callerMatches(statement.principal, context.principal);
    const conditions = statement.conditions.map((condition) => ({
      condition,
      holds: holds(condition, policy.version, context),
    }));
    const applies = allOf([action, principal, ...conditions.map((result) => result.holds)]);
    return { statement, applies, action, principal, conditions };
  });
  return { answer: answerOf(statements), statements };
}

function answerOf(results: readonly StatementResult[]): Answer {
  const applied = (effect: 'Allow' | 'Deny') =>
    anyOf(results.flatMap((one) => (one.statement.effect === effect ? [one.applies] : [])));
  const admitted = allOf([applied('Allow'), not(applied('Deny'))]);
  if (admitted === 'unknown') return 'cannot-tell';
  return admitted === 'true' ? 'admits' : 'refuses';
}

/**
 * Names of actions are not case-sensitive and may hold wildcards. An empty list leaves the
 * statement without effect, also under `NotAction`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
 */
export function actionMatches(element: ActionElement, action: string): Truth {
  if (element.patterns.length === 0) return 'false';
  const name = action.toLowerCase();
  const listed = element.patterns.some((pattern) =>
    matchesPattern(wildcardPattern(pattern.toLowerCase()), name),
  );
  return truth(listed !== element.negated);
}

function callerMatches(element: PrincipalElement, caller: FederatedCaller | AwsCaller): Truth {
  return 'federated' in caller
    ? principalMatches(element, caller.federated)
    : awsPrincipalMatches(element, caller.aws);
}

/** IAM shows the unique id of a user or role in place of the ARN once that was deleted. */
const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;

/**
 * Whether an AWS caller is among the principals, under any of its names. `"*"` and `{"AWS": "*"}`
 * are everyone; an account, by its number or its root, is everyone in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function awsPrincipalMatches(element: PrincipalElement, names: readonly string[]): Truth {
  const listed = anyOf(
    element.entries.map(({ type, value }) => {
      if (type === '*') return 'true';
      if (type !== 'AWS') return 'false';
      if (value === '*' || names.includes(value)) return 'true';
      return UNIQUE_ID.test(value) ? 'unknown' : 'false';
    }),
  );
  if (element.entries.length === 0) return 'false';
  return element.negated ? not(listed) : listed;
}

/**
 * Whether the identity provider `federated` (an ARN) is among the principals: named itself,
 * case-sensitive and without wildcards, or by `"*"`, which is everyone. `{"AWS": "*"}` is
 * documented as the same for anonymous users only, and `{"Federated": "*"}` not at all: both
 * are unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function principalMatches(element: PrincipalElement, federated: string): Truth {
  if (element.entries.length === 0) return 'false';
  const listed = anyOf(
    element.entries.map(({ type, value }) => {
      if (type === '*') return 'true';
      if (type === 'Federated' && value === federated) return 'true';
      return value === '*' && (type === 'AWS' || type === 'Federated') ? 'unknown' : 'false';
    }),
  );
  return element.negated ? not(listed) : listed;
}
