import type { BindingWorld } from '../binding-world.ts';
import { observe } from '../observe/observe.ts';
import type { Observed } from '../observe/observed.ts';
import { type Verification, verificationQuestion } from '../wish/verification.ts';
import type { Drift } from './drift.ts';
import { driftOf } from './drift-of.ts';

/** One binding from both sides, and everything in which they are not in step. */
export interface BindingReport {
  readonly observed: Observed;
  readonly drift: readonly Drift[];
}

/** @throws StepFailure `EAC_GRAPH_…`, `EAC_IAM_…` */
export async function verifyBinding(
  verification: Verification,
  world: BindingWorld,
): Promise<BindingReport> {
  const observed = await observe(verificationQuestion(verification), world);
  return { observed, drift: driftOf(verification, observed, world.clock.now()) };
}
