/**
 * Keys that no `AssumeRoleWithWebIdentity` request of ours carries, by their documented
 * availability. The request is not signed with AWS credentials, comes from no AWS service,
 * no console and no earlier session, passes no session tags and no source identity, and has
 * no parameter for an external ID.
 *
 * Left out on purpose, and so unknown: `aws:PrincipalArn`, `aws:PrincipalAccount`,
 * `aws:PrincipalOrgID` and the like. Their documentation speaks of signed and of anonymous
 * requests; a web identity is neither.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export const ABSENT_KEYS: readonly string[] = [
  'aws:username',
  'aws:PrincipalTag/',
  'aws:TokenIssueTime',
  'aws:MultiFactorAuthPresent',
  'aws:MultiFactorAuthAge',
  'aws:FederatedProvider',
  'aws:SourceIdentity',
  'aws:Ec2InstanceSourceVpc',
  'aws:Ec2InstanceSourcePrivateIPv4',
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:referer',
  'aws:RequestTag/',
  'aws:TagKeys',
  'sts:AWSServiceName',
  'sts:DurationSeconds',
  'sts:ExternalId',
  'sts:SourceIdentity',
  'sts:TransitiveTagKeys',
];
