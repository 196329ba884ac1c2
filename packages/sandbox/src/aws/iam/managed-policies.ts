import type { IdentityPolicy } from './identity-policy.ts';

/** A managed policy of an account's own. */
export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly document: IdentityPolicy;
}

const allowing = (...actions: readonly string[]): IdentityPolicy => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
});

export const ADMINISTRATOR_ACCESS = allowing('*');

/** Those of AWS's own that say something about IAM and Organizations; the others allow nothing there. */
const OF_AWS: Readonly<Record<string, IdentityPolicy>> = {
  AdministratorAccess: ADMINISTRATOR_ACCESS,
  IAMFullAccess: allowing('iam:*', 'organizations:Describe*', 'organizations:List*'),
  IAMReadOnlyAccess: allowing('iam:Get*', 'iam:List*', 'iam:Generate*', 'iam:Simulate*'),
  ReadOnlyAccess: allowing(
    'iam:Get*',
    'iam:List*',
    'organizations:Describe*',
    'organizations:List*',
  ),
  SecurityAudit: allowing(
    'iam:Get*',
    'iam:List*',
    'organizations:Describe*',
    'organizations:List*',
  ),
};

/** The last part of a policy's ARN. */
export function policyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

export function isOfAws(arn: string): boolean {
  return /^arn:aws[a-z-]*:iam::aws:policy\/./.test(arn);
}

export function documentOfAws(arn: string): IdentityPolicy | undefined {
  const name = policyName(arn);
  return isOfAws(arn) && Object.hasOwn(OF_AWS, name) ? OF_AWS[name] : undefined;
}
