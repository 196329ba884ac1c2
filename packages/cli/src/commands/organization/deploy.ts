import { deploymentSteps } from '@entra-aws-creds/organization/deployed';
import { type Command, EXIT } from '../../command.ts';
import { DEPLOYMENT_FLAGS, deploymentPlan } from '../../organization/plan-flags.ts';
import { printSteps } from '../../organization/steps-view.ts';

/** The commands that deploy the automation. */
export const deploy: Command = {
  examples: [
    { call: 'organization deploy', does: 'every command, in its order' },
    {
      call: 'organization deploy --tenant-id 11111111-1111-4111-8111-111111111111 --organization-id o-abcdefghij --parameter GraceHours=48',
      does: 'filled in with what is known',
    },
  ],
  description:
    'Prints the commands that deploy the automation over an AWS organization, in their order, for a shell: the application in Entra and its one permission, outbound identity federation, the central stack, the trust between the two, the member stacks, the first night. It asks nobody and changes nothing: what is deployed into an organization is read first, and run by whoever has the rights. What no flag says is looked up by the commands themselves.',
  flags: DEPLOYMENT_FLAGS,
  run: async (invocation) => {
    printSteps(deploymentSteps(deploymentPlan(invocation.flags)), invocation);
    return EXIT.done;
  },
};
