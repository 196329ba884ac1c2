import { observe, reconcile, type TeardownWish, teardownGoal } from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { BINDING_FLAGS, readBinding, requireRole } from '../set-up/binding-flags.ts';
import { type BothSides, withSides } from '../set-up/both-sides.ts';
import {
  AGREEMENT_FLAGS,
  isAgreed,
  planAsJson,
  requireAgreement,
  showPlan,
} from '../set-up/plan-view.ts';

/** Back to an empty tenant and account. */
export const teardown: Command = {
  examples: [
    {
      call: 'teardown --tenant-id contoso.onmicrosoft.com --role arn:aws:iam::123456789012:role/deploy',
      does: 'shows what setup made for this role and would be removed, and asks',
    },
    {
      call: 'teardown --config aws.json --purge',
      does: 'the application too is gone for good, not only for 30 days',
    },
  ],
  description:
    'Removes what setup made for one role, in the order in which nothing is ever open that was not before: trust, audience, role, and the application with its last role. What does not carry our mark, other statements of a policy and other audiences stay as they are.',
  flags: [
    ...BINDING_FLAGS,
    {
      name: 'purge',
      means: 'delete the application for good; else it can be restored for 30 days',
    },
    ...AGREEMENT_FLAGS,
    ...ADMINISTRATOR_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    requireAgreement(flags, terminal);
    const { application, half, ...binding } = readBinding(flags);
    const role = requireRole(binding);
    const sides = { entra: half.only !== 'aws', role: half.only === 'entra' ? undefined : role };
    const purge = flags.has('purge');
    const status = await withSides(invocation, sides, (both) => {
      const { tenant, cloud } = both;
      const wish = { tenant, cloud, application, role, half, purge, tokenVersion: undefined };
      return tearDown(invocation, wish, both);
    });
    return status ?? EXIT.failed;
  },
};

async function tearDown(
  { flags, terminal }: Invocation,
  wish: TeardownWish,
  { world }: BothSides,
): Promise<ExitStatus> {
  const goal = teardownGoal(wish);
  const observed = await observe(goal.question, world);
  const changes = goal.plan(observed);
  showPlan(changes, terminal);
  const isDry = flags.has('dry-run');
  if (!isDry && changes.length > 0) {
    if (!(await isAgreed(flags, terminal))) {
      terminal.say('Nothing was done.');
      return EXIT.failed;
    }
    await reconcile(goal, world, observed);
  }
  if (flags.has('json')) terminal.print(planAsJson(changes, !isDry));
  return EXIT.done;
}
