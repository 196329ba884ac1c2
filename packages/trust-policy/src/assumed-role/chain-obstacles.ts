import type { ConditionResult, Evaluation, StatementResult } from '../evaluation/evaluate.ts';
import { listed, type Obstacle, partOf, valueHad, valuesOf } from '../web-identity/obstacle.ts';
import type { AssumeRoleContext } from './assume-role-context.ts';

/** What keeps the role before in the chain out, or may: the closest statement to admitting it first. */
export function chainObstacles(
  { answer, statements }: Evaluation,
  context: AssumeRoleContext,
): readonly Obstacle[] {
  if (answer === 'admits') return [];
  const byEffect = (effect: 'Allow' | 'Deny') =>
    statements.filter(({ statement }) => statement.effect === effect);
  const denials = byEffect('Deny').filter(({ applies }) => applies !== 'false');
  const allows = byEffect('Allow');
  const allowed = allows.some(({ applies }) => applies === 'true');
  return [
    ...denials.flatMap((result) => deniedBy(result, context)),
    ...(allowed
      ? []
      : allows
          .map((result) => missingIn(result, context))
          .sort((one, other) => one.length - other.length)
          .flat()),
  ];
}

function deniedBy(result: StatementResult, context: AssumeRoleContext): readonly Obstacle[] {
  const { statement, conditions, applies } = result;
  const certain = applies === 'true';
  const change = `Change ${statement.path} so that the Deny does not match ${context.caller.roleArn}.`;
  const at = { statement: statement.id, change, certain };
  if (conditions.length === 0) {
    return [{ ...at, path: statement.path, part: 'Deny', wanted: 'nobody', has: 'this request' }];
  }
  return conditions.map(({ condition }) => ({
    ...at,
    path: condition.path,
    part: `Deny if ${partOf(condition)}`,
    wanted: valuesOf(condition),
    has: valueHad(condition, context),
  }));
}

function missingIn(result: StatementResult, context: AssumeRoleContext): Obstacle[] {
  const { statement, principal, action, conditions } = result;
  const obstacles: Obstacle[] = [];
  if (principal !== 'true') {
    const { entries, path, negated } = statement.principal;
    obstacles.push({
      statement: statement.id,
      path,
      part: negated ? 'NotPrincipal' : 'Principal',
      wanted: listed(entries.map(({ value }) => value)),
      has: context.caller.roleArn,
      change: `Name {"AWS": "${context.caller.roleArn}"} as Principal at ${statement.path}.`,
      certain: principal === 'false',
    });
  }
  if (action !== 'true') {
    const { patterns, path, negated } = statement.action;
    obstacles.push({
      statement: statement.id,
      path,
      part: negated ? 'NotAction' : 'Action',
      wanted: listed(patterns),
      has: context.action,
      change: `Let ${path} allow ${context.action}.`,
      certain: true,
    });
  }
  const failing = conditions.filter(({ holds }) => holds !== 'true');
  return [...obstacles, ...failing.map((one) => inCondition(statement.id, one, context))];
}

function inCondition(
  statement: string,
  { condition, holds }: ConditionResult,
  context: AssumeRoleContext,
): Obstacle {
  return {
    statement,
    path: condition.path,
    part: partOf(condition),
    wanted: valuesOf(condition),
    has: valueHad(condition, context),
    change:
      holds === 'unknown'
        ? `Check ${condition.path} in AWS.`
        : `Change ${condition.path}, or what the step passes.`,
    certain: holds === 'false',
  };
}
