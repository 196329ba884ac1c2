import { quoted } from '../document/parse-problem.ts';
import type { Condition } from '../document/policy-document.ts';
import type { ConditionResult, StatementResult } from '../evaluation/evaluate.ts';
import { keyState, type RequestContext } from '../evaluation/request-context.ts';
import { mistakeInKey, mistakeInProvider } from './mistaken-key.ts';
import { actionsJson, isClaimKey } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** One thing in a policy that keeps a token out. */
export interface Obstacle {
  /** The statement's Sid, or `Statement[0]`. */
  readonly statement: string;
  readonly path: string;
  /** The part of the statement: `Principal`, `Action`, or operator and key. */
  readonly part: string;
  /** What the policy wants there. */
  readonly wanted: string;
  /** What this token and this request have. */
  readonly has: string;
  /** One line: what to change in the policy. */
  readonly change: string;
  /** False when only AWS knows whether this stands in the way. */
  readonly certain: boolean;
}

/** What a `Deny` that applies, or may, has against the token. */
export function denialObstacle(result: StatementResult, context: WebIdentityContext): Obstacle {
  const { statement, applies, conditions } = result;
  const telling = conditions.find((one) => one.holds === 'unknown') ?? conditions[0];
  const certain = applies === 'true';
  if (telling === undefined) {
    const { path, id } = statement;
    const change = `Remove the statement ${id}, or remove this provider from it.`;
    return {
      statement: id,
      path,
      part: 'Deny',
      wanted: 'nobody',
      has: 'this token',
      change,
      certain,
    };
  }
  const { condition } = telling;
  return {
    statement: statement.id,
    path: condition.path,
    part: `Deny if ${partOf(condition)}`,
    wanted: valuesOf(condition),
    has: valueHad(condition, context),
    change: `Change ${condition.path} so that the Deny does not match this token.`,
    certain,
  };
}

/** Every part of an `Allow` that does not plainly match. */
export function allowObstacles(
  result: StatementResult,
  context: WebIdentityContext,
  asked = context.action,
): Obstacle[] {
  const { statement, action, principal, conditions } = result;
  const common = { statement: statement.id };
  const obstacles: Obstacle[] = [];
  if (principal !== 'true') {
    const { negated, entries, path } = statement.principal;
    const mistaken = entries.find(({ type, value }) => {
      return type === 'Federated' && mistakeInProvider(value, context)?.meant !== undefined;
    });
    const at = mistaken?.path ?? path;
    const everyAws = entries.some(({ type, value }) => type === 'AWS' && value === '*');
    obstacles.push({
      ...common,
      path: at,
      part: negated ? 'NotPrincipal' : 'Principal',
      wanted: listed((mistaken ? [mistaken] : entries).map(({ value }) => value)),
      has: context.provider.arn,
      change: negated
        ? `Replace NotPrincipal at ${statement.path} by {"Federated": "${context.provider.arn}"} as Principal.`
        : `Set ${at} to ${mistaken ? '' : '{"Federated": '}"${context.provider.arn}"${mistaken ? '' : '}'}${everyAws ? ': {"AWS": "*"} admits no web identity' : ''}.`,
      certain: principal === 'false',
    });
  }
  if (action !== 'true') {
    const { negated, patterns, path } = statement.action;
    const part = negated ? 'NotAction' : 'Action';
    const actions = actionsJson(context);
    const change = negated
      ? `Replace NotAction at ${statement.path} by "Action": ${actions}.`
      : asked === context.action
        ? `Set ${path} to ${actions}.`
        : `Add "${asked}" to ${path}.`;
    const wanted = listed(patterns);
    obstacles.push({ ...common, path, part, wanted, has: asked, change, certain: true });
  }
  for (const one of conditions) {
    if (one.holds !== 'true') obstacles.push({ ...common, ...conditionObstacle(one, context) });
  }
  return obstacles;
}

function conditionObstacle({ condition, holds }: ConditionResult, context: WebIdentityContext) {
  return {
    path: condition.path,
    part: partOf(condition),
    wanted: valuesOf(condition),
    has: valueHad(condition, context),
    change: changeOf(condition, context),
    certain: holds === 'false',
  };
}

function changeOf(condition: Condition, context: WebIdentityContext): string {
  const { key, path, operator } = condition;
  const state = keyState(context, key);
  const mistake = isClaimKey(key) ? mistakeInKey(key, context) : undefined;
  if (mistake?.meant !== undefined) {
    return `Rename the key at ${path} to ${quotedKey(mistake.meant)}: ${quotedKey(key)} ${mistake.reason}.`;
  }
  if (mistake !== undefined) return `Remove ${path}: ${quotedKey(key)} ${mistake.reason}.`;
  if (state.state === 'unknown') return `Check ${path} in AWS, or pass its value to the check.`;
  if (state.state === 'absent') return `Remove ${path}: a request with this token has no such key.`;
  const [value] = state.values;
  const settable = /^(ForAnyValue:)?(String|Arn)/.test(operator.text) && !/Not/.test(operator.text);
  return settable && value !== undefined
    ? `Set ${path} to ${quoted(value)}.`
    : `Change ${path} so that it holds for ${listed(state.values)}.`;
}

function quotedKey(key: string): string {
  return key.length > 200 ? quoted(key) : JSON.stringify(key);
}

export function partOf({ operator, key }: Condition): string {
  return `${operator.text} ${quotedKey(key)}`;
}

export function valuesOf({ values }: Condition): string {
  return listed(values);
}

export function valueHad({ key }: Condition, context: RequestContext): string {
  const state = keyState(context, key);
  if (state.state === 'present') return listed(state.values);
  return state.state === 'absent' ? 'no such key' : 'known only to AWS';
}

export function listed(values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  const more = values.length > 3 ? ` or ${values.length - 3} more` : '';
  return `${values.slice(0, 3).map(quoted).join(' or ')}${more}`;
}
