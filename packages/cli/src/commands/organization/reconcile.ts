import { RoleArn } from '@entra-aws-creds/core/programs';
import { readDeployment } from '@entra-aws-creds/organization/deployed';
import { type Command, EXIT } from '../../command.ts';
import type { FlagValues } from '../../flags/flag-values.ts';
import { accountOf } from '../../organization/account-flag.ts';
import { AUTOMATION_FLAGS, stackName } from '../../organization/automation-flags.ts';
import { awaited, hasFailed, ordered, type Which } from '../../organization/reconciled.ts';
import { printReconciled } from '../../organization/reconciled-view.ts';
import { withCentralAccount } from '../../organization/with-automation.ts';
import { given } from '../../set-up/given.ts';
import { WrongUsage } from '../../wrong-usage.ts';

/** Has the automation look again. */
export const reconcile: Command = {
  examples: [
    {
      call: 'organization reconcile --role arn:aws:iam::123456789012:role/deploy',
      does: 'one role, as if it had just been created',
    },
    { call: 'organization reconcile --account 123456789012', does: 'every role of an account' },
    { call: 'organization reconcile', does: 'a night over every account, now' },
  ],
  description:
    'Has the automation look again, and do what is missing: at every account as it does at night, at one account, or at one role, whatever events came or were lost. It waits for the end, and says what came of it. A role that is gone is let go at once, and its application is deleted after the grace period, for which nobody waits. Exit status 1 when something failed, with the reason.',
  flags: [
    {
      name: 'role-to-assume',
      value: 'ARN',
      means: 'this role and no other, its path may be left out; --role for short',
    },
    { name: 'account', value: 'ID', means: 'this account and no other' },
    { name: 'no-wait', means: 'start it, and print the ARN of the execution' },
    ...AUTOMATION_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const name = stackName(flags);
    const which = whichOf(flags);
    const done = await withCentralAccount(invocation, async (central) => {
      const { aws, home } = central;
      const deployment = await readDeployment(name, home.name, aws);
      const order = await ordered(which, deployment, central);
      if (flags.has('no-wait')) return order;
      terminal.say(`Under way: ${order.execution}`);
      return awaited(order, deployment, central);
    });
    if (done === undefined) return EXIT.failed;
    if (flags.has('json')) terminal.print(`${JSON.stringify(done, undefined, 2)}\n`);
    else printReconciled(done, terminal);
    return hasFailed(done) ? EXIT.failed : EXIT.done;
  },
};

/** @throws WrongUsage */
function whichOf(flags: FlagValues): Which {
  const text = flags.value('role-to-assume');
  const role = text === undefined ? undefined : given('--role', text, RoleArn.parse);
  const account = accountOf(flags);
  if (role !== undefined && account !== undefined) {
    throw new WrongUsage('Give only one of --role and --account.');
  }
  return role === undefined ? { account } : { role };
}
