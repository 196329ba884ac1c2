import { RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from '../binding-world.ts';
import { fingerprintOf } from '../observe/fingerprint.ts';
import { observe } from '../observe/observe.ts';
import type { Observed } from '../observe/observed.ts';
import type { Change } from '../plan/change.ts';
import { describePlan } from '../plan/describe.ts';
import { type Goal, reconcile, type Settled, setupGoal, teardownGoal } from '../reconcile.ts';
import type { TeardownWish } from '../wish/teardown-wish.ts';
import type { Wish } from '../wish/wish.ts';
import { readTeardownWish, readWish } from './wish-json.ts';

/** A wish of either kind. */
export type Intent =
  | { readonly kind: 'setup'; readonly wish: Wish }
  | { readonly kind: 'teardown'; readonly wish: TeardownWish };

/** A plan that somebody looked at, to be done if nothing has changed since. */
export interface PlanFile {
  readonly intent: Intent;
  /** {@link fingerprintOf} what it was made from. */
  readonly fingerprint: string;
  /** As JSON. */
  readonly changes: string;
}

const FORMAT = 1;

/** The text of a file with the plan: for programs, and in `plan` for people. */
export function writePlanFile(
  { kind, wish }: Intent,
  observed: Observed,
  changes: readonly Change[],
): string {
  const plan = describePlan(changes).map(({ sign, text }) => `${sign} ${text}`);
  const fingerprint = fingerprintOf(observed);
  return `${JSON.stringify({ format: FORMAT, kind, plan, wish, fingerprint, changes }, plain, 2)}\n`;
}

/** @throws StepFailure `EAC_INPUT_INVALID` unless the text is of {@link writePlanFile} */
export function readPlanFile(text: string): PlanFile {
  try {
    const file = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { format, kind, wish, fingerprint, changes } = file;
    if (format !== FORMAT || typeof fingerprint !== 'string') throw new TypeError('another format');
    if (kind !== 'setup' && kind !== 'teardown') throw new TypeError('another kind');
    const intent: Intent =
      kind === 'setup' ? { kind, wish: readWish(wish) } : { kind, wish: readTeardownWish(wish) };
    return { intent, fingerprint, changes: JSON.stringify(changes) };
  } catch (cause) {
    throw new StepFailure(
      'EAC_INPUT_INVALID',
      'The plan file is not one that this version of the program wrote.',
      'Make the plan again with "--out".',
      { cause },
    );
  }
}

export function goalOf(intent: Intent): Goal {
  return intent.kind === 'setup' ? setupGoal(intent.wish) : teardownGoal(intent.wish);
}

/**
 * Does what the file says, and nothing else.
 *
 * @throws StepFailure `EAC_BINDING_PLAN_STALE` when anything that it was made from is another now, and what
 *   {@link reconcile} throws
 */
export async function applyPlanFile(file: PlanFile, world: BindingWorld): Promise<Settled> {
  const goal = goalOf(file.intent);
  const observed = await observe(goal.question, world);
  if (fingerprintOf(observed) !== file.fingerprint) throw stale();
  if (JSON.stringify(goal.plan(observed), plain) !== file.changes) throw stale();
  return reconcile(goal, world, observed);
}

function plain(_: string, value: unknown): unknown {
  return value instanceof RoleArn ? value.text : value;
}

function stale(): StepFailure {
  return new StepFailure(
    'EAC_BINDING_PLAN_STALE',
    'What is there now is not what the plan was made from, so none of it was done.',
    'Make the plan again with "--out", look at it, and apply that one.',
  );
}
