import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { PolicyJson } from '@entra-aws-creds/trust-policy';
import type { AccountAddress } from '../binding.ts';
import type { NewRole, OidcProvider, Role, Tags } from './role.ts';

/**
 * The AWS side of bindings: one account's IAM, as far as they need it. Each call is repeated while it fails
 * for a reason that passes; what was written may not be there yet for the next call. Reads of one thing say
 * then that there is none, and other calls fail with `answer.code` `NoSuchEntity`.
 *
 * @throws StepFailure `EAC_IAM_…`, from every call
 */
export interface IdentityAccount {
  readonly address: AccountAddress;

  provider(arn: string): Promise<OidcProvider | undefined>;
  /** One that is there already is left as it is. */
  createProvider(url: string, audiences: readonly string[], tags: Tags): Promise<void>;
  /** Listed already is not an error. */
  addAudience(providerArn: string, audience: string): Promise<void>;
  /** Not listed is not an error. */
  removeAudience(providerArn: string, audience: string): Promise<void>;
  deleteProvider(arn: string): Promise<void>;

  role(name: string): Promise<Role | undefined>;
  /** Every role, page by page; without tags and last use, which IAM's list leaves out. */
  roles(): AsyncIterable<Role>;
  /** One that is there already is an error, with `answer.code` `EntityAlreadyExists`. */
  createRole(role: NewRole): Promise<Role>;
  updateTrustPolicy(role: RoleArn, policy: PolicyJson): Promise<void>;
  updateMaxSessionDuration(role: RoleArn, seconds: number): Promise<void>;
  putPermissionsBoundary(role: RoleArn, policyArn: string): Promise<void>;
  /** Only these; others stay. */
  tagRole(role: RoleArn, tags: Tags): Promise<void>;
  untagRole(role: RoleArn, keys: readonly string[]): Promise<void>;
  attachedPolicies(role: RoleArn): Promise<readonly string[]>;
  /** Names of the policies that are written into the role itself. */
  inlinePolicies(role: RoleArn): Promise<readonly string[]>;
  attachPolicy(role: RoleArn, policyArn: string): Promise<void>;
  detachPolicy(role: RoleArn, policyArn: string): Promise<void>;
  /** Policies must be off it. Gone already is not an error. */
  deleteRole(role: RoleArn): Promise<void>;
}
