import type { Evaluation } from '../evaluation/evaluate.ts';
import { type Obstacle, obstaclesIn, type Requester } from '../evaluation/obstacle.ts';
import type { AssumeRoleContext } from './assume-role-context.ts';

/** A role's session that asks for the next role of a chain. */
const ASSUMED_ROLE: Requester<AssumeRoleContext> = {
  inWords: 'this request',
  principal: ({ caller }) => caller.roleArn,
  changeDenial: ({ path }, _, { caller }) =>
    `Change ${path} so that the Deny does not match ${caller.roleArn}.`,
  changePrincipal: ({ path }, { caller }) =>
    `Name {"AWS": "${caller.roleArn}"} as Principal at ${path}.`,
  changeAction: ({ action }, asked) => `Let ${action.path} allow ${asked}.`,
  changeCondition: ({ condition, holds }) =>
    holds === 'unknown'
      ? `Check ${condition.path} in AWS.`
      : `Change ${condition.path}, or what the step passes.`,
};

/** What keeps the role before in the chain out, or may: the closest statement to admitting it first. */
export function chainObstacles(
  { answer, statements }: Evaluation,
  context: AssumeRoleContext,
): readonly Obstacle[] {
  return answer === 'admits' ? [] : obstaclesIn(statements, context, ASSUMED_ROLE);
}
