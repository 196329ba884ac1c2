import { listBindings } from '@entra-aws-creds/bindings';
import { removalSteps } from '@entra-aws-creds/organization/deployed';
import { ADMINISTRATOR_FLAGS } from '../../administrator/administrator-flags.ts';
import { type Command, EXIT } from '../../command.ts';
import { printBoundRoles } from '../../organization/bound-roles-view.ts';
import { deploymentPlan, PLAN_FLAGS } from '../../organization/plan-flags.ts';
import { printSteps } from '../../organization/steps-view.ts';
import { withSides } from '../../set-up/both-sides.ts';

const OF_PLAN = new Set(PLAN_FLAGS.map(({ name }) => name));

/** The commands that take the automation away. */
export const uninstall: Command = {
  examples: [
    { call: 'organization uninstall', does: 'every command, in its order; bindings stay' },
    {
      call: 'organization uninstall --bindings --tenant-id contoso.com',
      does: 'the roles that are bound, and how each is taken away',
    },
  ],
  description:
    'Prints the commands that take the automation away, in their order: member stacks, central stack, application. Bindings stay, and pipelines go on logging in. It removes nothing itself: the stacks are CloudFormation’s, which shows and records what it deletes. With --bindings it lists instead, from Entra, the roles that are bound, and how each binding is taken away.',
  flags: [
    { name: 'bindings', means: 'list the roles that are bound, as Entra tells of them' },
    ...PLAN_FLAGS,
    ...ADMINISTRATOR_FLAGS.filter(({ name }) => !OF_PLAN.has(name)),
  ],
  run: async (invocation) => {
    if (!invocation.flags.has('bindings')) {
      printSteps(removalSteps(deploymentPlan(invocation.flags)), invocation);
      return EXIT.done;
    }
    const sides = { entra: 'read', aws: false, role: undefined } as const;
    const bindings = await withSides(invocation, sides, ({ world }) => listBindings(world));
    if (bindings === undefined) return EXIT.failed;
    printBoundRoles(bindings, invocation);
    return EXIT.done;
  },
};
