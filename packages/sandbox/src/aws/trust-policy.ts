import { type ConditionBlock, type ConditionContext, conditionsHold } from './conditions.ts';
import { wildcardMatches } from './wildcard.ts';

/**
 * A role's trust policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface TrustPolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: TrustStatement | readonly TrustStatement[];
}

export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Condition?: ConditionBlock;
}

type OneOrMore = string | readonly string[];
type PrincipalElement = '*' | Readonly<Record<string, OneOrMore>>;

/** Who asks: a federated user by its provider, or an AWS principal by all names it answers to. */
export interface TrustSubject {
  readonly type: 'AWS' | 'Federated';
  readonly names: readonly string[];
}

export type TrustVerdict = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/**
 * Decides one action: an explicit deny first, then any allow, else no.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateTrust(
  policy: TrustPolicy,
  subject: TrustSubject,
  action: string,
  context: ConditionContext,
): TrustVerdict {
  const applying = [policy.Statement]
    .flat()
    .filter((statement) => applies(statement, subject, action, context));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicitly-denied';
  return applying.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitly-denied';
}

function applies(
  statement: TrustStatement,
  subject: TrustSubject,
  action: string,
  context: ConditionContext,
): boolean {
  return (
    principalApplies(statement, subject) &&
    actionApplies(statement, action) &&
    conditionsHold(statement.Condition, context)
  );
}

function principalApplies(statement: TrustStatement, subject: TrustSubject): boolean {
  if (statement.Principal !== undefined) return principalNames(statement.Principal, subject);
  if (statement.NotPrincipal !== undefined) return !principalNames(statement.NotPrincipal, subject);
  return false;
}

function principalNames(element: PrincipalElement, subject: TrustSubject): boolean {
  if (element === '*') return true;
  // Wildcards inside a principal are not supported, only a lone star is; as recorded, {"AWS": "*"}
  // does not admit a web identity.
  return list(element[subject.type]).some((name) => name === '*' || subject.names.includes(name));
}

function actionApplies(statement: TrustStatement, action: string): boolean {
  const matches = (pattern: string) => wildcardMatches(pattern.toLowerCase(), action.toLowerCase());
  if (statement.Action !== undefined) return list(statement.Action).some(matches);
  if (statement.NotAction !== undefined) return !list(statement.NotAction).some(matches);
  return false;
}

function list(value: OneOrMore | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}
