import { automationStatus, readDeployment } from '@entra-aws-creds/organization/deployed';
import { type Command, EXIT } from '../../command.ts';
import { AUTOMATION_FLAGS, stackName } from '../../organization/automation-flags.ts';
import { printStatus } from '../../organization/status-view.ts';
import { withCentralAccount } from '../../organization/with-automation.ts';

/** How the automation over an organization is. */
export const status: Command = {
  examples: [
    { call: 'organization status --admin-aws-profile central', does: 'what needs somebody, first' },
    { call: 'organization status --json', does: 'the same for programs' },
  ],
  description:
    'Says how the automation over the organization is, with credentials of its central account: the stack, executions of the last day, roles that failed and were not mended since, each with its reason and how it is tried again, the last night, events that got lost, alarms. It reads only. Exit status 0 when all is well, 2 when something needs a person, 1 when it could not be told.',
  flags: AUTOMATION_FLAGS,
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const name = stackName(flags);
    const found = await withCentralAccount(invocation, async ({ aws, home, online }) => {
      const deployment = await readDeployment(name, home.name, aws);
      return automationStatus(deployment, aws, online.clock.now());
    });
    if (found === undefined) return EXIT.failed;
    if (flags.has('json')) terminal.print(`${JSON.stringify(found, undefined, 2)}\n`);
    else printStatus(found, terminal);
    return found.attention.length === 0 ? EXIT.done : EXIT.findings;
  },
};
