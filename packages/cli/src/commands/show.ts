import { verifyBinding } from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT } from '../command.ts';
import { BINDING_FLAGS, readBinding, requireRole } from '../set-up/binding-flags.ts';
import { bindingFacts, printBinding } from '../set-up/binding-view.ts';
import { sidesOf, withSides } from '../set-up/both-sides.ts';
import { printDrift } from '../set-up/drift-view.ts';

/** One binding from both sides. */
export const show: Command = {
  examples: [
    {
      call: 'show --config aws.json --role arn:aws:iam::123456789012:role/deploy',
      does: 'client ID, subject, certificates, provider, role; and why nobody gets in, if so',
    },
  ],
  description:
    'Shows one binding from both sides, for whoever asks for the client ID of a role or why nobody gets in: the application and what it logs in with, provider and audience, the role and what it may do, and everything that is not as it should be. Only the role has to be named: its tag leads to the application. It changes nothing.',
  flags: [...BINDING_FLAGS, ...ADMINISTRATOR_FLAGS],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const { application, half, ...binding } = readBinding(flags);
    const role = requireRole(binding);
    const found = await withSides(
      invocation,
      sidesOf({ half, role }, 'read'),
      async ({ tenant, cloud, world }) => {
        const verification = { tenant, cloud, application, role, half };
        const report = await verifyBinding(verification, world);
        const facts = bindingFacts(verification, report, world.clock.now());
        return { facts, drift: report.drift };
      },
    );
    if (found === undefined) return EXIT.failed;
    const { facts, drift } = found;
    if (flags.has('json')) {
      terminal.print(`${JSON.stringify({ binding: facts, drift }, undefined, 2)}\n`);
    } else {
      printBinding(facts, terminal);
      printDrift(drift, terminal);
    }
    return EXIT.done;
  },
};
