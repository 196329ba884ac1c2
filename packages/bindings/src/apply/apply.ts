import type { BindingWorld } from '../binding-world.ts';
import type { Observed } from '../observe/observed.ts';
import type { Change } from '../plan/change.ts';
import { describeChange } from '../plan/describe.ts';
import type { Step } from './step.ts';
import { STEPS } from './steps.ts';

/**
 * Makes the changes in their order, each seen to be there before the next. Whatever ends it, and wherever,
 * leaves nothing open; observing and planning again goes on from there.
 *
 * @returns what is known to be there now
 * @throws StepFailure `EAC_GRAPH_…`, `EAC_IAM_…`, `EAC_BINDING_…`
 */
export async function apply(
  changes: readonly Change[],
  observed: Observed,
  world: BindingWorld,
): Promise<Observed> {
  let state = observed;
  for (const change of changes) {
    world.signal.throwIfAborted();
    // The table gives each kind its own step; the compiler cannot follow that through a variable.
    const step = STEPS[change.kind] as Step<typeof change.kind>;
    if (step.isDone(change as never, state)) continue;
    for (const { text } of describeChange(change)) world.tell(text);
    const made = await step.make(change as never, state, world);
    state = await step.verify(change as never, made, world);
  }
  return state;
}
