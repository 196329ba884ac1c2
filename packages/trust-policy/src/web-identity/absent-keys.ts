import { KEYS_NEVER_SENT } from '../evaluation/sent-request.ts';

/**
 * Keys that no `AssumeRoleWithWebIdentity` request of ours carries, by their documented
 * availability. The request is not signed with AWS credentials, comes from no
 * console and no earlier session, and has no parameter for an external ID. Session tags and a source
 * identity are there only if the token sets them. That `aws:PrincipalArn` is absent is recorded
 * (test/recordings/web-identity.ts).
 *
 * Left out on purpose, and so unknown: `aws:PrincipalOrgID` and the like, whose documentation speaks
 * of signed and of anonymous requests, while a web identity is neither; and `aws:FederatedProvider`,
 * documented for the session that comes of it, and reported to be set for this request as well.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export const ABSENT_KEYS: readonly string[] = [
  ...KEYS_NEVER_SENT,
  'aws:PrincipalArn',
  'aws:PrincipalTag/',
  'aws:TokenIssueTime',
  'aws:MultiFactorAuthPresent',
  'aws:MultiFactorAuthAge',
  'aws:SourceIdentity',
  'aws:Ec2InstanceSourceVpc',
  'aws:Ec2InstanceSourcePrivateIPv4',
  'aws:RequestTag/',
  'aws:TagKeys',
  'sts:DurationSeconds',
  'sts:ExternalId',
  'sts:SourceIdentity',
  'sts:TransitiveTagKeys',
];
