import { fingerprintOf, type Goal, type Observed, observe } from '@entra-aws-creds/bindings';
import type { Invocation } from '../command.ts';
import type { BothSides } from './both-sides.ts';
import { isAgreed, showPlan } from './plan-view.ts';

/**
 * Shows the plan until somebody agrees to it, or does not. A person takes their time, in which others may have
 * set up the same: what they agreed to is shown anew when it would be made from another state by then.
 *
 * @returns what the plan that was agreed to is made from; undefined when it is not to be done
 */
export async function agreedPlan(
  goal: Goal,
  first: Observed,
  { flags, terminal }: Invocation,
  { world }: BothSides,
): Promise<Observed | undefined> {
  for (let observed = first; ; ) {
    const changes = goal.plan(observed);
    showPlan(changes, terminal);
    if (changes.length === 0 || flags.has('yes')) return observed;
    if (!(await isAgreed(terminal))) {
      terminal.say('Nothing was done.');
      return undefined;
    }
    const now = await observe(goal.question, world);
    if (fingerprintOf(now) === fingerprintOf(observed)) return now;
    terminal.say('Meanwhile somebody has changed something, so here is the plan again.');
    observed = now;
  }
}
