import { questionOf } from '../observe/question.ts';
import type { Goal } from '../reconcile.ts';
import type { PeopleWish } from './people-wish.ts';
import { planPeopleSetup } from './plan/setup-people.ts';

/** Teardown is that of every binding: `teardownGoal`. */
export function peopleGoal(wish: PeopleWish): Goal {
  const { binding } = wish;
  return {
    question: { ...questionOf(binding), tokenVersion: 'v2' },
    plan: (observed) => planPeopleSetup(wish, observed),
  };
}
