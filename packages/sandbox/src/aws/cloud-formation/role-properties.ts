import type { IdentityPolicy } from '../iam/identity-policy.ts';
import type { AwsRoleOptions } from '../iam/role.ts';
import type { TrustPolicy } from '../trust-policy.ts';

/** Properties of an `AWS::IAM::Role`, as far as templates here give them. */
export interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: TrustPolicy;
  readonly Policies?: readonly {
    readonly PolicyName: string;
    readonly PolicyDocument: IdentityPolicy;
  }[];
}

/** @param name of a role that the template leaves without one */
export function roleOptionsOf(properties: RoleProperties, name: string): AwsRoleOptions {
  const { RoleName = name, Path = '/', AssumeRolePolicyDocument, Policies = [] } = properties;
  return {
    name: RoleName,
    path: Path,
    trustPolicy: AssumeRolePolicyDocument,
    inlinePolicies: Object.fromEntries(
      Policies.map(({ PolicyName, PolicyDocument }) => [
        PolicyName,
        JSON.stringify({ Version: '2012-10-17', ...PolicyDocument }),
      ]),
    ),
  };
}
