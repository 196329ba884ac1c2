import {
  type ActionEvaluation,
  type Answer,
  answerOf,
  type Evaluation,
  type StatementResult,
} from '../evaluation/evaluate.ts';
import { type Obstacle, obstaclesIn } from '../evaluation/obstacle.ts';
import type { WebIdentityContext } from './web-identity-context.ts';
import { WEB_IDENTITY } from './web-identity-requester.ts';

/** Why a policy does not plainly admit a token. */
export interface Explanation {
  readonly answer: Answer;
  readonly headline: string;
  /** What stands in the way, statement by statement, the closest to admitting first. */
  readonly obstacles: readonly Obstacle[];
}

/** Explains an evaluation in the terms of the policy; no obstacles when it admits. */
export function explain(evaluation: Evaluation, context: WebIdentityContext): Explanation {
  const { answer, statements, further } = evaluation;
  if (context.barrier !== undefined) return { answer, headline: context.barrier, obstacles: [] };
  if (answer === 'admits') {
    return { answer, headline: 'The trust policy admits this token.', obstacles: [] };
  }
  if (answerOf(statements) !== answer) return explainFurther(answer, further, context);
  const { obstacles, denied } = inTheWay({ action: context.action, statements }, context);
  if (denied) {
    return { answer, headline: 'The trust policy denies this token explicitly.', obstacles };
  }
  const headline =
    answer === 'refuses'
      ? 'No statement of the trust policy allows this token.'
      : 'Whether the trust policy admits this token depends on what only AWS knows.';
  return { answer, headline, obstacles };
}

function inTheWay(
  { action, statements }: Pick<ActionEvaluation, 'action' | 'statements'>,
  context: WebIdentityContext,
) {
  const telling = statements.map(withTellingCondition);
  const denied = statements.some(
    ({ statement, applies }) => statement.effect === 'Deny' && applies === 'true',
  );
  return { obstacles: obstaclesIn(telling, context, WEB_IDENTITY, action), denied };
}

/** Of the conditions of a `Deny`, which all match, or may, one says enough. */
function withTellingCondition(result: StatementResult): StatementResult {
  const { statement, conditions } = result;
  if (statement.effect === 'Allow') return result;
  const telling = conditions.find(({ holds }) => holds === 'unknown') ?? conditions[0];
  return { ...result, conditions: telling === undefined ? [] : [telling] };
}

/** It is not the exchange itself that stands in the way, but what the token sets for the session. */
function explainFurther(
  answer: Answer,
  further: readonly ActionEvaluation[],
  context: WebIdentityContext,
): Explanation {
  const missing = further.filter((one) => one.answer === answer);
  const actions = missing.map(({ action }) => action).join(' and ');
  return {
    answer,
    headline:
      answer === 'refuses'
        ? `The trust policy does not allow ${actions}, which this token needs, so AWS refuses the token altogether.`
        : `Whether the trust policy allows ${actions}, which this token needs, depends on what only AWS knows.`,
    obstacles: missing.flatMap((one) => inTheWay(one, context).obstacles),
  };
}
