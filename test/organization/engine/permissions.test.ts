import {
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, it } from '@jest/globals';
import type { EngineAccount } from './engine-account.ts';
import { estateOfFile } from './estate.ts';
import { applicationOf, bound, createRole } from './roles.ts';
import { until } from './until.ts';

const LONG_MS = 240_000;

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

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
    const account = where === 'central' ? central : member;
    const restore = await withdraw(account, role, action);
    const name = `without-${action.replace(':', '-')}`;
    await createRole(estate, member, name);
    const input = await until(`an execution about ${name} fails`, () => failedInput(name));
    expect(await applicationOf(estate, member, name)).toBeUndefined();
    await restore();
    const stateMachineArn = estate.outputs['StateMachineArn'];
    await central.call('states', 'StartExecution', { stateMachineArn, input });
    await bound(estate, member, name);
  },
  LONG_MS,
);

/** What an execution was started with that was about the role and failed. */
async function failedInput(role: string): Promise<string | undefined> {
  for (const { executionArn, status } of await estate.executions()) {
    if (status !== 'FAILED') continue;
    const described = await central.call<{ input: string }>('states', 'DescribeExecution', {
      executionArn,
    });
    if (JSON.parse(described.input).look.role === role) return described.input;
  }
  return undefined;
}

/** @returns what gives it back */
async function withdraw({ iam }: EngineAccount, role: string, action: string) {
  const RoleName = role;
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument: text = '' } = await iam.send(
      new GetRolePolicyCommand({ RoleName, PolicyName }),
    );
    const before = decodeURIComponent(text);
    const policy = JSON.parse(before) as Policy;
    if (!policy.Statement.some((one) => [one.Action].flat().includes(action))) continue;
    const put = (PolicyDocument: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    const Statement = policy.Statement.map((one) => ({
      ...one,
      Action: [one.Action].flat().map((each) => (each === action ? 'iam:GetUser' : each)),
    }));
    await put(JSON.stringify({ ...policy, Statement }));
    return () => put(before);
  }
  throw new Error(`${role} may not ${action} anyway`);
}
