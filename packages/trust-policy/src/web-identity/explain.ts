import type { Answer, Evaluation } from '../evaluation/evaluate.ts';
import { allowObstacles, denialObstacle, type Obstacle } from './obstacle.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** Why a policy does not plainly admit a token. */
export interface Explanation {
  readonly answer: Answer;
  readonly headline: string;
  /** What stands in the way, statement by statement, the closest to admitting first. */
  readonly obstacles: readonly Obstacle[];
}

/** Explains an evaluation in the terms of the policy; no obstacles when it admits. */
export function explain(evaluation: Evaluation, context: WebIdentityContext): Explanation {
  const { answer, statements } = evaluation;
  if (answer === 'admits') {
    return { answer, headline: 'The trust policy admits this token.', obstacles: [] };
  }
  const denials = statements.filter(({ statement, applies }) => {
    return statement.effect === 'Deny' && applies !== 'false';
  });
  const allows = statements.filter(({ statement }) => statement.effect === 'Allow');
  const allowed = allows.some(({ applies }) => applies === 'true');
  const denied = denials.some(({ applies }) => applies === 'true');
  const refused = answer === 'refuses';
  const obstacles = [
    ...denials.map((result) => denialObstacle(result, context)),
    ...(allowed
      ? []
      : allows
          .map((result) => allowObstacles(result, context))
          .sort(byLength)
          .flat()),
  ];
  if (denied) {
    return { answer, headline: 'The trust policy denies this token explicitly.', obstacles };
  }
  const headline = refused
    ? 'No statement of the trust policy allows this token.'
    : 'Whether the trust policy admits this token hangs on what only AWS knows.';
  return { answer, headline, obstacles };
}

function byLength(one: readonly Obstacle[], other: readonly Obstacle[]): number {
  return one.length - other.length;
}
