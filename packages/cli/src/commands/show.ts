import { verifyBinding } from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { BINDING_FLAGS, readBinding, readNames, requireRole } from '../set-up/binding-flags.ts';
import { bindingFacts, printBinding } from '../set-up/binding-view.ts';
import { sidesOf, withSides } from '../set-up/both-sides.ts';
import { printDrift } from '../set-up/drift-view.ts';
import { withOwnRole } from '../set-up/own-role.ts';
import { printAutomation, printProgress } from '../set-up/progress-view.ts';
import { asksAutomation, roleProgress } from '../set-up/role-progress.ts';

/** One binding from both sides. */
export const show: Command = {
  examples: [
    {
      call: 'show --config aws.json --role arn:aws:iam::123456789012:role/deploy',
      does: 'client ID, subject, certificates, provider, role; and why nobody gets in, if so',
    },
    {
      call: 'show --role arn:aws:iam::123456789012:role/entra-aws-creds/deploy --only aws',
      does: 'for the developer of a role in an organization: how far it is, and what to do next',
    },
  ],
  description:
    'Shows one binding from both sides, for whoever asks for the client ID of a role or why nobody gets in: the application and what it logs in with, provider and audience, the role and what it may do, and everything that is not as it should be. Only the role has to be named: its tag leads to the application. With --only aws, and nothing but the right to read the role, it shows how far the automation over the organization is with it. It changes nothing.',
  flags: [...BINDING_FLAGS, ...ADMINISTRATOR_FLAGS],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const isNamed = ['client-id', 'subject'].some((name) => flags.value(name) !== undefined);
    const isOwn = flags.value('only') === 'aws' && !isNamed;
    if (isOwn) return showOwnRole(invocation);
    const { application, half, ...binding } = readBinding(flags);
    const role = requireRole(binding);
    const found = await withSides(
      invocation,
      sidesOf({ half, role }, 'read'),
      async ({ tenant, cloud, world }) => {
        const verification = { tenant, cloud, application, role, half };
        const report = await verifyBinding(verification, world);
        const facts = bindingFacts(verification, report, world.clock.now());
        const seen = report.observed.aws?.role;
        const progress =
          seen && asksAutomation(seen) ? roleProgress(seen, world.clock.now()) : undefined;
        return { facts, drift: report.drift, progress };
      },
    );
    if (found === undefined) return EXIT.failed;
    const { facts, drift, progress } = found;
    if (flags.has('json')) {
      const shown = { binding: facts, drift, ...(progress && { progress }) };
      terminal.print(`${JSON.stringify(shown, undefined, 2)}\n`);
    } else {
      printBinding(facts, terminal);
      printDrift(drift, terminal);
      if (progress !== undefined) printAutomation(progress, terminal);
    }
    return EXIT.done;
  },
};

/** What the role itself tells, with rights on nothing else. */
async function showOwnRole(invocation: Invocation): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const arn = requireRole(readNames(flags));
  const progress = await withOwnRole(invocation, arn, async ({ role, world }) =>
    roleProgress(role, world.clock.now()),
  );
  if (progress === undefined) return EXIT.failed;
  if (flags.has('json')) terminal.print(`${JSON.stringify({ progress }, undefined, 2)}\n`);
  else printProgress(progress, terminal);
  return EXIT.done;
}
