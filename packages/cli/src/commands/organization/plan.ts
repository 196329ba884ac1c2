import {
  Executions,
  orderNight,
  outcomeOf,
  readDeployment,
  reportIn,
} from '@entra-aws-creds/organization/deployed';
import { type Command, EXIT } from '../../command.ts';
import { accountOf } from '../../organization/account-flag.ts';
import { AUTOMATION_FLAGS, stackName } from '../../organization/automation-flags.ts';
import { tellOfFailure } from '../../organization/failed-night-view.ts';
import { printPlannedNight } from '../../organization/night-view.ts';
import { withCentralAccount } from '../../organization/with-automation.ts';

/** What the automation would do now. */
export const plan: Command = {
  examples: [
    { call: 'organization plan', does: 'over every account: before the first night, above all' },
    { call: 'organization plan --account 123456789012', does: 'one account, with every role' },
  ],
  description:
    'Says what the automation would do now over the accounts of the organization: roles that were there before it, roles that wait, bindings that lack something, roles to let go, and what stops it. Only its own role can look into the accounts, so this starts the nightly run with the order to write nothing, and waits for it. Exit status 0 when there is nothing to do, 2 when there is, 1 when an account could not be looked at.',
  flags: [
    { name: 'account', value: 'ID', means: 'this account and no other' },
    ...AUTOMATION_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const name = stackName(flags);
    const account = accountOf(flags);
    const night = await withCentralAccount(invocation, async ({ aws, home, online }) => {
      const deployment = await readDeployment(name, home.name, aws);
      const executions = new Executions(aws);
      const order = { only: 'plan' as const, ...(account !== undefined && { account }) };
      const arn = await orderNight(order, deployment, executions, online);
      terminal.say(`Looking, without writing anything: ${arn}`);
      const { wait, retryPolicy } = online;
      return outcomeOf(arn, executions, { wait, signal: retryPolicy.signal });
    });
    if (night === undefined) return EXIT.failed;
    const report = reportIn(night.output);
    if (report === undefined) return tellOfFailure(night, terminal);
    if (flags.has('json')) terminal.print(`${JSON.stringify(report, undefined, 2)}\n`);
    else printPlannedNight(report, terminal);
    if (report.reports.some(({ failed }) => failed !== undefined)) return EXIT.failed;
    return report.toDo === 0 ? EXIT.done : EXIT.findings;
  },
};
