import { Iam, outboundIssuer } from '@entra-aws-creds/bindings';
import { callerIdentity } from '@entra-aws-creds/core/services';
import { type DeploymentCheck, examine } from '@entra-aws-creds/organization/deployed';
import { ADMINISTRATOR_FLAGS } from '../../administrator/administrator-flags.ts';
import { type Command, EXIT } from '../../command.ts';
import {
  AUTOMATION_FLAGS,
  STACK_SET_FLAG,
  stackName,
  stackSetName,
} from '../../organization/automation-flags.ts';
import { printCheck } from '../../organization/checks-view.ts';
import { entraReader } from '../../organization/entra-reader.ts';
import { membersOf } from '../../organization/organization-members.ts';
import { withCentralAccount } from '../../organization/with-automation.ts';

const OF_AUTOMATION = new Set(AUTOMATION_FLAGS.map(({ name }) => name));

/** Looks at everything that the automation needs. */
export const doctor: Command = {
  examples: [
    { call: 'organization doctor --admin-aws-profile central', does: 'all that is in AWS' },
    { call: 'organization doctor --entra --tenant-id contoso.com', does: 'and in Entra' },
  ],
  description:
    'Looks at everything that the automation over an organization needs, in the order of its deployment, and says of each whether it is fine, or what is wrong and the command that mends it: region, central stack, outbound identity federation, whether accounts may be listed, member stacks, lost events; with --entra also the application, that it has the one permission and nothing wider, and that its federated credential is that of the functions, letter by letter. It changes nothing. Exit status 2 when something is wrong.',
  flags: [
    { name: 'entra', means: 'also ask Entra, reading only' },
    STACK_SET_FLAG,
    { name: 'organizations-endpoint', value: 'URL', means: 'another AWS Organizations' },
    ...AUTOMATION_FLAGS,
    ...ADMINISTRATOR_FLAGS.filter(({ name }) => !OF_AUTOMATION.has(name)),
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const names = { stackName: stackName(flags), stackSet: stackSetName(flags) };
    const checks: DeploymentCheck[] = [];
    const isDone = await withCentralAccount(invocation, async (central) => {
      const { services, online, keys, home, inputs, aws } = central;
      const caller = await callerIdentity(keys, home, services.stsEndpointOf(home), online);
      const entra = flags.has('entra') ? await entraReader(central) : undefined;
      if (flags.has('entra') && entra === undefined) return false;
      const iam = new Iam(services.iamEndpointOf(home.partition), keys, online);
      const isNamed = inputs.origin('aws-region')?.startsWith('--') ?? false;
      const all = examine({
        aws,
        ...names,
        regions: { home: home.name, asked: isNamed ? inputs.read('aws-region') : undefined },
        account: caller.account,
        outboundIssuer: () => outboundIssuer(iam),
        members: () => membersOf(central),
        entra: entra?.reader,
        audience: entra?.audience ?? '',
      });
      for await (const check of all) {
        checks.push(check);
        if (!flags.has('json')) printCheck(check, terminal);
      }
      return true;
    });
    if (isDone !== true) return EXIT.failed;
    if (flags.has('json')) terminal.print(`${JSON.stringify({ checks }, undefined, 2)}\n`);
    return checks.some(({ result }) => result === 'wrong') ? EXIT.findings : EXIT.done;
  },
};
