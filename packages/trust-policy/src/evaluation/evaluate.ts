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

/** Whether the policy admits the request; `cannot-tell` when it depends on what only AWS knows. */
export type Answer = 'admits' | 'refuses' | 'cannot-tell';

export interface Evaluation {
  readonly answer: Answer;
  /** For the action that is asked for. */
  readonly statements: readonly StatementResult[];
  /** For each action that must be allowed as well. */
  readonly further: readonly ActionEvaluation[];
}

export interface ActionEvaluation {
  readonly action: string;
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
 * conditions match. What the request needs besides must be allowed as well. Organization
 * policies (SCP, RCP) are not part of a trust policy and can still refuse what it admits.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policy: TrustPolicy, context: RequestContext): Evaluation {
  const { statements, answer } = evaluateAction(context.action, policy, context);
  const further = context.furtherActions.map((action) => evaluateAction(action, policy, context));
  const answers = [answer, ...further.map((one) => one.answer)];
  const refused = context.barrier !== undefined || answers.includes('refuses');
  const unsure = answers.includes('cannot-tell');
  return { answer: refused ? 'refuses' : unsure ? 'cannot-tell' : 'admits', statements, further };
}

function evaluateAction(
  name: string,
  policy: TrustPolicy,
  context: RequestContext,
): ActionEvaluation {
  const statements = policy.statements.map((statement) => {
    const action = actionMatches(statement.action, name);
    const principal = callerMatches(statement, context.principal);
    const conditions = statement.conditions.map((condition) => ({
      condition,
      holds: holds(condition, policy.version, context),
    }));
    const applies = allOf([action, principal, ...conditions.map((result) => result.holds)]);
    return { statement, applies, action, principal, conditions };
  });
  return { action: name, answer: answerOf(statements), statements };
}

export function answerOf(results: readonly StatementResult[]): Answer {
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

function callerMatches(
  { principal, effect }: Statement,
  caller: FederatedCaller | AwsCaller,
): Truth {
  return 'federated' in caller
    ? principalMatches(principal, caller.federated, effect)
    : awsPrincipalMatches(principal, caller.aws);
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
 * case-sensitive and without wildcards, or by `"*"`, which is everyone. `{"AWS": "*"}` in an
 * `Allow` admits no web identity: AWS documents it as everyone, and answered otherwise
 * (test/recordings/web-identity.ts). In a `Deny` or a `NotPrincipal` nobody has tried it, and
 * `{"Federated": "*"}` is not documented: these are unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function principalMatches(
  element: PrincipalElement,
  federated: string,
  effect: 'Allow' | 'Deny' = 'Allow',
): Truth {
  if (element.entries.length === 0) return 'false';
  const recorded = effect === 'Allow' && !element.negated;
  const listed = anyOf(
    element.entries.map(({ type, value }) => {
      if (type === '*') return 'true';
      if (type === 'Federated' && value === federated) return 'true';
      if (value !== '*') return 'false';
      return type === 'Federated' || (type === 'AWS' && !recorded) ? 'unknown' : 'false';
    }),
  );
  return element.negated ? not(listed) : listed;
}
