import { expect, it } from '@jest/globals';
import { estateOfFile } from './estate.ts';
import { cutOff } from './event-rules.ts';
import { failedAbout, night, startAnew } from './executions.ts';
import { applicationOf, bound, createRole, deleteProvider, gone, trustAnother } from './roles.ts';
import { withdraw } from './withdrawn.ts';

const LONG_MS = 300_000;

const estate = await estateOfFile();
const { member, central } = estate;

/** Without each of these an execution fails, and the one that is started with it works. */
const NEEDED = [
  ['central', 'entra-aws-creds-tasks', 'sts:GetWebIdentityToken'],
  ['central', 'entra-aws-creds-tasks', 'sts:AssumeRole'],
  ['member', 'entra-aws-creds-automation', 'iam:GetRole'],
  ['member', 'entra-aws-creds-automation', 'iam:GetOpenIDConnectProvider'],
  ['member', 'entra-aws-creds-automation', 'iam:AddClientIDToOpenIDConnectProvider'],
  ['member', 'entra-aws-creds-automation', 'iam:UpdateAssumeRolePolicy'],
  ['member', 'entra-aws-creds-automation', 'iam:TagRole'],
] as const;

it(
  'binds a role with all that the templates allow',
  async () => {
    await createRole(estate, member, 'allowed');
    await bound(estate, member, 'allowed');
  },
  LONG_MS,
);

it.each(NEEDED)(
  'stops where %s %s may not %s, and goes on once it may',
  async (where, role, action) => {
    const restore = await withdraw(where === 'central' ? central : member, role, action);
    const name = `without-${action.replace(':', '-')}`;
    await createRole(estate, member, name);
    const failed = await failedAbout(estate, member, name);
    expect(await applicationOf(estate, member, name)).toBeUndefined();
    await restore();
    await startAnew(estate, failed);
    await bound(estate, member, name);
  },
  LONG_MS,
);

/** Without each of these nobody is let go. */
it.each(['iam:RemoveClientIDFromOpenIDConnectProvider', 'iam:UntagRole', 'iam:ListRoles'])(
  'stops where the member may not %s for a role that asks no longer, and goes on once it may',
  async (action) => {
    const name = `kept-without-${action.replace(':', '-').slice(0, 20)}`;
    await createRole(estate, member, name);
    const application = await bound(estate, member, name);
    const restore = await withdraw(member, 'entra-aws-creds-automation', action);
    await trustAnother(member, name);
    const failed = await failedAbout(estate, member, name);
    await restore();
    await startAnew(estate, failed);
    await gone(estate, member, application);
  },
  LONG_MS,
);

/** Without each of these the nightly run fails, whose alarm tells. */
it.each([
  ['central', 'NightRole', 'organizations:ListAccounts'],
  ['central', 'entra-aws-creds-tasks', 'states:StartExecution'],
  ['member', 'entra-aws-creds-automation', 'iam:ListRoles'],
  ['member', 'entra-aws-creds-automation', 'iam:CreateOpenIDConnectProvider'],
] as const)(
  'fails at night where %s %s may not %s, and the next night binds what was lost',
  async (where, role, action) => {
    const name = `night-without-${action.replace(':', '-')}`;
    const tell = await cutOff(member, { part: 'RoleChanges' });
    await createRole(estate, member, name);
    await deleteProvider(estate, member, 'v1');
    const restore = await withdraw(where === 'central' ? central : member, role, action);
    expect(await night(estate)).toMatch(/^(?:AccessDenied|AccountsFailed)/);
    expect(await applicationOf(estate, member, name)).toBeUndefined();
    await restore();
    expect(await night(estate)).toBe('SUCCEEDED');
    await bound(estate, member, name);
    await tell();
  },
  LONG_MS,
);
