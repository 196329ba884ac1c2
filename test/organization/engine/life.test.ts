import { DeleteRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, it } from '@jest/globals';
import { estateOfFile } from './estate.ts';
import { applicationOf, askAgain, audiencesOf, bound, createRole, deleteRole } from './roles.ts';
import { until } from './until.ts';

const estate = await estateOfFile();
const { member, foreign, engine } = estate;

it('binds a role that somebody creates, and lets go of it with the role', async () => {
  await createRole(estate, member, 'pipeline');
  const application = await bound(estate, member, 'pipeline');
  expect(await audiencesOf(estate, member)).toContain(application.clientId);
  await deleteRole(member, 'pipeline');
  await gone('pipeline', application.clientId);
}, 120_000);

async function gone(name: string, clientId: string): Promise<void> {
  await until(
    `nothing of ${name} is left`,
    async () => {
      const isListed = estate.applications().some((one) => one.clientId === clientId);
      return isListed || (await audiencesOf(estate, member)).includes(clientId) ? undefined : true;
    },
    { otherwise: engine.output },
  );
}
