import type { BindingWorld } from '../binding-world.ts';
import type { Observed } from '../observe/observed.ts';
import type { Change } from '../plan/change.ts';
import { tellChange } from '../plan/describe.ts';
import type { ChangeOf, Step } from './step.ts';
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
    state = await applyOne(change, state, world);
  }
  return state;
}

async function applyOne<Kind extends Change['kind']>(
  change: ChangeOf<Kind>,
  state: Observed,
  world: BindingWorld,
): Promise<Observed> {
  const step: Step<Kind> = STEPS[change.kind as Kind];
  if (step.isDone(change, state)) return state;
  const made = await step.make(change, state, world);
  const seen = await step.verify(change, made, world);
  for (const line of tellChange(change, seen)) world.tell(line);
  return seen;
}
