/** What takes the place of a user's keys. */
export interface Replaced {
  readonly partition: string;
  readonly account: string;
  readonly user: string;
  /** ARNs of the managed policies that the user has. */
  readonly policies: readonly string[];
  readonly tenantId: string | undefined;
}

/** IAM takes these in the name of a role, and 64 of them. */
const NOT_IN_ROLE_NAMES = /[^\w+=,.@-]/g;

/**
 * The way off a stored key, as commands in their order: a role with the user's policies, an application that it
 * trusts, the pipeline that logs in as it, and the end of the key.
 */
export function replacementOf({
  partition,
  account,
  user,
  policies,
  tenantId,
}: Replaced): readonly string[] {
  const name = user.replace(NOT_IN_ROLE_NAMES, '-').slice(0, 64);
  const role = `arn:${partition}:iam::${account}:role/${name}`;
  const given = policies.map((arn) => ` --policy-arn ${arn}`).join('');
  const own =
    policies.length === 0 ? ' (give it what the inline policies and groups of the user give)' : '';
  return [
    `entra-aws-creds setup --tenant-id ${tenantId ?? 'TENANT_ID'} --application "AWS ${account} ${name}" --role ${role}${given} --certificate-out ${name}.pem${own}`,
    `In the workflow: uses org/entra-aws-creds with role-to-assume: ${role} in the place of the two secrets`,
    `aws iam update-access-key --user-name ${name === user ? user : `'${user.replaceAll("'", '')}'`} --status Inactive --access-key-id … and, when nothing has failed for a while, delete-access-key`,
  ];
}
