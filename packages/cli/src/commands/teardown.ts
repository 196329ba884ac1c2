import {
  type Change,
  observe,
  PEOPLE_SCOPES,
  reconcile,
  type TeardownWish,
  teardownGoal,
  writePlanFile,
} from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import type { Flag } from '../flags/flag.ts';
import { agreedPlan } from '../set-up/agreed-plan.ts';
import { BINDING_FLAGS, readBinding, requireRole } from '../set-up/binding-flags.ts';
import { type BothSides, sidesOf, withSides } from '../set-up/both-sides.ts';
import { FOR_FLAG, isForPeople, withoutPlanFile } from '../set-up/people-flags.ts';
import {
  applyGivenPlan,
  type GivenPlan,
  givenPlan,
  PLAN_FILE_FLAGS,
  savePlan,
} from '../set-up/plan-in-file.ts';
import { AGREEMENT_FLAGS, planAsJson, requireAgreement, showPlan } from '../set-up/plan-view.ts';

const DECIDING_FLAGS: readonly Flag[] = [
  ...BINDING_FLAGS,
  FOR_FLAG,
  {
    name: 'purge',
    means: 'delete the application for good; else it can be restored for 30 days',
  },
];

/** Back to an empty tenant and account. */
export const teardown: Command = {
  examples: [
    {
      call: 'teardown --tenant-id contoso.onmicrosoft.com --role arn:aws:iam::123456789012:role/deploy',
      does: 'shows what setup made for this role and would be removed, and asks',
    },
    {
      call: 'teardown --config aws.json --role arn:aws:iam::123456789012:role/deploy --purge',
      does: 'the application too is gone for good, not only for 30 days',
    },
  ],
  description:
    'Removes what setup made for one role, in the order in which nothing is ever open that was not before: trust, audience, role, and the application with its last role. What does not carry our mark, other statements of a policy and other audiences stay as they are.',
  flags: [...DECIDING_FLAGS, ...AGREEMENT_FLAGS, ...PLAN_FILE_FLAGS, ...ADMINISTRATOR_FLAGS],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    requireAgreement(flags, terminal);
    const plan = await givenPlan('teardown', flags, DECIDING_FLAGS);
    const status = await (plan === undefined ? asAsked(invocation) : asPlanned(invocation, plan));
    return status ?? EXIT.failed;
  },
};

function asAsked(invocation: Invocation): Promise<ExitStatus | undefined> {
  const { flags } = invocation;
  const { application, half, ...binding } = readBinding(flags);
  const role = requireRole(binding);
  const purge = flags.has('purge');
  const people = isForPeople(flags) ? { scopes: PEOPLE_SCOPES } : undefined;
  if (people !== undefined) withoutPlanFile(flags);
  return withSides(invocation, { ...sidesOf({ half, role }), people }, (both) => {
    const { tenant, cloud } = both;
    const wish = { tenant, cloud, application, role, half, purge, tokenVersion: undefined };
    return tearDown(invocation, wish, both);
  });
}

function asPlanned(
  invocation: Invocation,
  plan: GivenPlan<'teardown'>,
): Promise<ExitStatus | undefined> {
  const { wish } = plan.intent;
  return withSides(invocation, { ...sidesOf(wish), tenant: wish.tenant }, async (both) => {
    const { changes } = await applyGivenPlan(plan, both);
    return told(invocation, changes, true);
  });
}

async function tearDown(
  invocation: Invocation,
  wish: TeardownWish,
  both: BothSides,
): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const goal = teardownGoal(wish);
  const observed = await observe(goal.question, both.world);
  const out = flags.value('out');
  if (out !== undefined || flags.has('dry-run')) {
    const changes = goal.plan(observed);
    showPlan(changes, terminal);
    if (out !== undefined) {
      await savePlan(out, writePlanFile({ kind: 'teardown', wish }, observed, changes));
    }
    return told(invocation, changes, false);
  }
  const agreed = await agreedPlan(goal, observed, invocation, both);
  if (agreed === undefined) return EXIT.failed;
  const { changes } = await reconcile(goal, both.world, agreed);
  return told(invocation, changes, true);
}

function told(
  { flags, terminal }: Invocation,
  changes: readonly Change[],
  applied: boolean,
): ExitStatus {
  if (flags.has('json')) terminal.print(planAsJson(changes, applied));
  return EXIT.done;
}
