import { type ConditionBlock, type ConditionContext, conditionsHold } from '../conditions.ts';
import { wildcardMatches } from '../wildcard.ts';

type OneOrMore = string | readonly string[];

/**
 * What a principal may do, as it hangs on a user, a role, a session or (as a boundary) above them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface IdentityPolicy {
  readonly Version?: string;
  readonly Statement: IdentityStatement | readonly IdentityStatement[];
}

export interface IdentityStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: ConditionBlock;
}

export interface IdentityQuestion {
  readonly action: string;
  readonly resource: string;
  /** Without it, conditions are taken to hold. */
  readonly context?: ConditionContext;
}

type IdentityVerdict = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/**
 * An explicit deny first, then any allow, else no.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateIdentity(
  policies: readonly IdentityPolicy[],
  question: IdentityQuestion,
): IdentityVerdict {
  const applying = policies
    .flatMap(({ Statement }) => [Statement ?? []].flat())
    .filter((statement) => applies(statement, question));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicitly-denied';
  return applying.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitly-denied';
}

function applies(
  statement: IdentityStatement,
  { action, resource, context }: IdentityQuestion,
): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  return (
    named(Action, NotAction, (pattern) => actionMatches(pattern, action)) &&
    named(Resource, NotResource, (pattern) => wildcardMatches(pattern, resource)) &&
    (context === undefined || conditionsHold(Condition, context))
  );
}

/** Actions are the same whatever their case, resources are not. */
export function actionMatches(pattern: string, action: string): boolean {
  return wildcardMatches(pattern.toLowerCase(), action.toLowerCase());
}

function named(
  listed: OneOrMore | undefined,
  excepted: OneOrMore | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (listed !== undefined) return [listed].flat().some(matches);
  return excepted !== undefined && ![excepted].flat().some(matches);
}
