import { StepFailure } from '@entra-aws-creds/core/programs';
import { apply } from './apply/apply.ts';
import { withLastingTags } from './apply/lasting-tags.ts';
import type { BindingWorld } from './binding-world.ts';
import { observe } from './observe/observe.ts';
import type { Observed } from './observe/observed.ts';
import { type Question, questionOf } from './observe/question.ts';
import type { Change } from './plan/change.ts';
import { describePlan } from './plan/describe.ts';
import { planSetup } from './plan/setup.ts';
import { planTeardown } from './plan/teardown.ts';
import { type TeardownWish, teardownQuestion } from './wish/teardown-wish.ts';
import type { Wish } from './wish/wish.ts';

/** What is to be looked at, and what that lacks. Set-up, repair and teardown differ in nothing else. */
export interface Goal {
  readonly question: Question;
  /** Pure. @throws StepFailure why nothing can be done */
  plan(observed: Observed): readonly Change[];
  /** Whether nobody sets up another role with the same application, so that nobody writes over its tags. */
  readonly ofOneRole?: boolean;
}

export function setupGoal(wish: Wish): Goal {
  return { question: questionOf(wish), plan: (observed) => planSetup(wish, observed) };
}

export function teardownGoal(wish: TeardownWish): Goal {
  return { question: teardownQuestion(wish), plan: (observed) => planTeardown(wish, observed) };
}

/** What there is at the end. */
export interface Settled {
  readonly observed: Observed;
  /** In their order; none: all was as it should be. */
  readonly changes: readonly Change[];
}

const MOST_TURNS = 5;

/**
 * Observes, plans and applies until nothing is left to plan. What each change saw at its end is what the next
 * turn plans from; only where that shows something left to do, both sides are looked at anew.
 *
 * @param first what was observed already, and shown to whoever agreed to it
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED` when each turn finds something new to do, and what planning
 *   and applying throw
 */
export async function reconcile(
  goal: Goal,
  world: BindingWorld,
  first?: Observed,
): Promise<Settled> {
  const changes: Change[] = [];
  let observed = first ?? (await observe(goal.question, world));
  let planned = goal.plan(observed);
  for (let turn = 1; planned.length > 0; turn += 1) {
    if (turn > MOST_TURNS) throw neverSettled(planned);
    const applied = await apply(planned, observed, world);
    observed = goal.ofOneRole ? applied : await withLastingTags(planned, applied, world);
    changes.push(...planned);
    planned = goal.plan(observed);
    if (planned.length === 0) break;
    observed = await observe(goal.question, world);
    planned = goal.plan(observed);
  }
  return { observed, changes };
}

function neverSettled(planned: readonly Change[]): StepFailure {
  const left = describePlan(planned)
    .map(({ sign, text }) => `${sign} ${text.trim()}`)
    .join('; ');
  return new StepFailure(
    'EAC_BINDING_NOT_SETTLED',
    `After ${MOST_TURNS} turns there is still something to do: ${left}.`,
    'Somebody or something undoes the changes as they are made. Find out who, then run the command again.',
  );
}
