import { quoted } from '../document/parse-problem.ts';
import type { Condition, Principal, Statement } from '../document/policy-document.ts';
import type { ConditionResult, StatementResult } from './evaluate.ts';
import { keyState, type RequestContext } from './request-context.ts';

/** One thing in a policy that keeps a request out. */
export interface Obstacle {
  /** The statement's Sid, or `Statement[0]`. */
  readonly statement: string;
  readonly path: string;
  /** The part of the statement: `Principal`, `Action`, or operator and key. */
  readonly part: string;
  /** What the policy wants there. */
  readonly wanted: string;
  /** What this request has. */
  readonly has: string;
  /** One line: what to change in the policy. */
  readonly change: string;
  /** False when only AWS knows whether this stands in the way. */
  readonly certain: boolean;
}

/** What one kind of request has, and what would have to change for it, a line each. */
export interface Requester<C extends RequestContext> {
  /** What a `Deny` for everybody hits, such as `this token`. */
  readonly inWords: string;
  /** Who asks, as a policy names them. */
  principal(context: C): string;
  /** The entry that was meant for who asks, where one is told by its mistake. */
  mistakenPrincipal?(statement: Statement, context: C): Principal | undefined;
  /** `condition`: undefined for a `Deny` without any. */
  changeDenial(statement: Statement, condition: Condition | undefined, context: C): string;
  changePrincipal(statement: Statement, context: C): string;
  changeAction(statement: Statement, asked: string, context: C): string;
  changeCondition(result: ConditionResult, context: C): string;
}

/** What a `Deny` that applies, or may, has against the request: each condition, or all of it without any. */
function denialObstacles<C extends RequestContext>(
  { statement, applies, conditions }: StatementResult,
  context: C,
  requester: Requester<C>,
): readonly Obstacle[] {
  const hits = conditions.length === 0 ? [undefined] : conditions.map(({ condition }) => condition);
  return hits.map((condition) => ({
    statement: statement.id,
    path: (condition ?? statement).path,
    part: condition === undefined ? 'Deny' : `Deny if ${partOf(condition)}`,
    wanted: condition === undefined ? 'nobody' : listed(condition.values),
    has: condition === undefined ? requester.inWords : valueHad(condition, context),
    change: requester.changeDenial(statement, condition, context),
    certain: applies === 'true',
  }));
}

/** Every part of an `Allow` that does not plainly match. */
function allowObstacles<C extends RequestContext>(
  { statement, action, principal, conditions }: StatementResult,
  context: C,
  requester: Requester<C>,
  asked = context.action,
): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (principal !== 'true') {
    const { negated, entries, path } = statement.principal;
    const mistaken = requester.mistakenPrincipal?.(statement, context);
    obstacles.push({
      statement: statement.id,
      path: (mistaken ?? { path }).path,
      part: negated ? 'NotPrincipal' : 'Principal',
      wanted: listed((mistaken ? [mistaken] : entries).map(({ value }) => value)),
      has: requester.principal(context),
      change: requester.changePrincipal(statement, context),
      certain: principal === 'false',
    });
  }
  if (action !== 'true') {
    const { negated, patterns, path } = statement.action;
    obstacles.push({
      statement: statement.id,
      path,
      part: negated ? 'NotAction' : 'Action',
      wanted: listed(patterns),
      has: asked,
      change: requester.changeAction(statement, asked, context),
      certain: true,
    });
  }
  for (const result of conditions) {
    const { condition, holds } = result;
    if (holds === 'true') continue;
    obstacles.push({
      statement: statement.id,
      path: condition.path,
      part: partOf(condition),
      wanted: listed(condition.values),
      has: valueHad(condition, context),
      change: requester.changeCondition(result, context),
      certain: holds === 'false',
    });
  }
  return obstacles;
}

/** What keeps the request out, or may: who denies it first, then the closest statement to admitting it. */
export function obstaclesIn<C extends RequestContext>(
  statements: readonly StatementResult[],
  context: C,
  requester: Requester<C>,
  asked = context.action,
): readonly Obstacle[] {
  const denials = statements.filter(
    ({ statement, applies }) => statement.effect === 'Deny' && applies !== 'false',
  );
  const allows = statements.filter(({ statement }) => statement.effect === 'Allow');
  const allowed = allows.some(({ applies }) => applies === 'true');
  const missing = allows
    .map((result) => allowObstacles(result, context, requester, asked))
    .toSorted((one, other) => one.length - other.length);
  return [
    ...denials.flatMap((result) => denialObstacles(result, context, requester)),
    ...(allowed ? [] : missing.flat()),
  ];
}

/** A key as it stands in a sentence. */
export function quotedKey(key: string): string {
  return key.length > 200 ? quoted(key) : JSON.stringify(key);
}

/** Values as they stand in a sentence. */
export function listed(values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  const more = values.length > 3 ? ` or ${values.length - 3} more` : '';
  return `${values.slice(0, 3).map(quoted).join(' or ')}${more}`;
}

function partOf({ operator, key }: Condition): string {
  return `${operator.text} ${quotedKey(key)}`;
}

function valueHad({ key }: Condition, context: RequestContext): string {
  const state = keyState(context, key);
  if (state.state === 'present') return listed(state.values);
  return state.state === 'absent' ? 'no such key' : 'known only to AWS';
}
