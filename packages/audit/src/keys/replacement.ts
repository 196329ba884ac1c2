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
  const application = `--application "AWS ${account} ${name}"`;
  return [
    `entra-aws-creds setup --tenant-id ${tenantId ?? 'TENANT_ID'} ${application} --role ${role}${given} --certificate-out ${name}.pem`,
    ...(policies.length === 0
      ? ['Give the role what the inline policies and the groups of the user give.']
      : []),
    `In the workflow: org/entra-aws-creds with role-to-assume: ${role}, in the place of the two secrets.`,
    `aws iam update-access-key --user-name ${user} --status Inactive --access-key-id …; when nothing has failed for a while, aws iam delete-access-key.`,
  ];
}
