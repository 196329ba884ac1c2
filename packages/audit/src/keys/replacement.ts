import type { AccountAddress } from '@entra-aws-creds/bindings';
import type { AccountIam } from '../account/account-iam.ts';
import { providerOfReplacement, replacementPlan } from './replacement-plan.ts';

/**
 * The way off a user's stored keys, as lines in their order: the `setup` that makes a role with the user's
 * policies and an application that it trusts, with its plan where the tenant is known; the pipeline that logs in
 * with them; and the end of the key.
 *
 * @throws StepFailure `EAC_IAM_…`
 */
export async function replacementOf(
  { partition, account }: AccountAddress,
  user: string,
  policies: readonly string[],
  tenantId: string | undefined,
  iam: AccountIam,
): Promise<readonly string[]> {
  // IAM takes the same characters in the names of users and roles.
  const role = `arn:${partition}:iam::${account}:role/${user}`;
  const application = `AWS ${account} ${user}`;
  const given = policies.map((arn) => ` --policy-arn ${arn}`).join('');
  return [
    `entra-aws-creds setup --tenant-id ${tenantId ?? 'TENANT_ID'} --application "${application}" --role ${role}${given} --certificate-out ${user}.pem`,
    ...(tenantId === undefined ? [] : await plan({ tenantId, application, role, policies }, iam)),
    ...(policies.length === 0
      ? ['Give the role what the inline policies and the groups of the user give.']
      : []),
    `In the workflow: org/entra-aws-creds with role-to-assume: ${role}, in the place of the two secrets.`,
    `aws iam update-access-key --user-name ${user} --status Inactive --access-key-id …; when nothing has failed for a while, aws iam delete-access-key.`,
  ];
}

async function plan(
  replacement: Parameters<typeof replacementPlan>[0],
  iam: AccountIam,
): Promise<readonly string[]> {
  const audiences = await iam.audiences(providerOfReplacement(replacement));
  return replacementPlan(replacement, audiences).map((line) => `  ${line}`);
}
