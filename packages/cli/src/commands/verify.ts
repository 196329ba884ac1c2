import { type BindingReport, PEOPLE_SCOPES, verifyBinding } from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT } from '../command.ts';
import { BINDING_FLAGS, readBinding, requireRole } from '../set-up/binding-flags.ts';
import { sidesOf, withSides } from '../set-up/both-sides.ts';
import { printDrift } from '../set-up/drift-view.ts';
import { FOR_FLAG, isForPeople } from '../set-up/people-flags.ts';

/** Whether both sides of a binding still hold what they should. */
export const verify: Command = {
  examples: [
    {
      call: 'verify --config aws.json --role arn:aws:iam::123456789012:role/deploy',
      does: 'exit status 0 in step, 2 drift: for a job that runs every night',
    },
    {
      call: 'verify --config aws.json --role arn:aws:iam::123456789012:role/deploy --json',
      does: 'the same for programs, each drift by its kind',
    },
  ],
  description:
    'Reads both sides of one binding, compares them, and changes nothing: whether the application is there and can log in, whether its certificates last, whether provider, audience and role are there, whether the trust statement pins exactly this application. Each drift is told by its kind, how bad it is and what sets it right. Exit status 0 when both are in step, 2 when not, 1 when that could not be found out.',
  flags: [...BINDING_FLAGS, FOR_FLAG, ...ADMINISTRATOR_FLAGS],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const { application, half, ...binding } = readBinding(flags);
    const role = requireRole(binding);
    const people = isForPeople(flags) ? { scopes: PEOPLE_SCOPES } : undefined;
    const report = await withSides(
      invocation,
      { ...sidesOf({ half, role }, 'read'), people },
      ({ tenant, cloud, world }): Promise<BindingReport> =>
        verifyBinding({ tenant, cloud, application, role, half }, world),
    );
    if (report === undefined) return EXIT.failed;
    const { drift } = report;
    const isInStep = drift.length === 0;
    if (flags.has('json')) {
      terminal.print(`${JSON.stringify({ inStep: isInStep, drift }, undefined, 2)}\n`);
    } else printDrift(drift, terminal);
    return isInStep ? EXIT.done : EXIT.findings;
  },
};
