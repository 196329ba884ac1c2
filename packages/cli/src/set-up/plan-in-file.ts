import {
  applyPlanFile,
  type Intent,
  type PlanFile,
  readPlanFile,
  type Settled,
} from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';
import type { BothSides } from './both-sides.ts';

/** A plan that one makes, another reviews, and somebody applies later. */
export const PLAN_FILE_FLAGS: readonly Flag[] = [
  { name: 'out', value: 'FILE', means: 'write the plan to this file, and change nothing' },
  {
    name: 'plan',
    value: 'FILE',
    means: 'do what the plan in this file says, if what is there has not changed since',
  },
];

export async function savePlan(path: string, text: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(path, text, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`The plan cannot be written to ${JSON.stringify(path)} (${error.code}).`);
  });
}

/**
 * The plan that `--plan` names; undefined without it.
 *
 * @param decided flags of what the plan has decided
 * @throws WrongUsage, StepFailure `EAC_INPUT_INVALID`
 */
export async function givenPlan<Kind extends Intent['kind']>(
  kind: Kind,
  flags: FlagValues,
  decided: readonly Flag[],
): Promise<GivenPlan<Kind> | undefined> {
  const path = flags.value('plan');
  if (path === undefined) return undefined;
  const other = [...decided.map(({ name }) => name), 'out', 'dry-run'].find(
    (name) => flags.has(name) || flags.values(name).length > 0,
  );
  if (other !== undefined) {
    throw new WrongUsage(`--${other} does not go with --plan: the plan has decided all of that.`);
  }
  const file = readPlanFile(await textOf(path));
  if (file.intent.kind !== kind) {
    throw new WrongUsage(`The plan is one of ${file.intent.kind}, not of ${kind}.`);
  }
  return file as GivenPlan<Kind>;
}

export type GivenPlan<Kind extends Intent['kind']> = PlanFile & {
  readonly intent: Extract<Intent, { readonly kind: Kind }>;
};

/** @throws StepFailure `EAC_BINDING_PLAN_STALE`, `EAC_ADMIN_CREDENTIALS`, and what applying throws */
export async function applyGivenPlan(
  plan: PlanFile,
  { tenant, world }: BothSides,
): Promise<Settled> {
  const planned = plan.intent.wish.tenant;
  if (tenant !== planned) {
    throw new StepFailure(
      'EAC_ADMIN_CREDENTIALS',
      `The login to Entra is to the tenant ${tenant}, and the plan is for ${planned}.`,
      'Log in to the other tenant: "tenant-id" may be left out with "--plan".',
    );
  }
  return applyPlanFile(plan, world);
}

async function textOf(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`The plan in ${JSON.stringify(path)} cannot be read (${error.code}).`);
  });
}
