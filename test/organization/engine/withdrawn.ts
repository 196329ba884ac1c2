import {
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { EngineAccount } from './engine-account.ts';

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/**
 * Takes a permission away from the role whose name contains `part`.
 *
 * @returns what gives it back
 */
export async function withdraw({ iam }: EngineAccount, part: string, action: string) {
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const RoleName = Roles.map((role) => role.RoleName ?? '').find((name) => name.includes(part));
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
  throw new Error(`${part} may not ${action} anyway`);
}
