import type { AwsCaller } from '../cloud.ts';
import { evaluateIdentity, type IdentityPolicy } from '../iam/identity-policy.ts';

/**
 * Whether the session policies that a session was opened with let it do this at all. What managed policies
 * say is not known here, so whoever passes one may do everything; conditions are taken to hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function sessionPolicyAllows(caller: AwsCaller, action: string, resource: string): boolean {
  if (caller.type === 'user') return true;
  const { policy, policyArns } = caller.session;
  if (policy === undefined || policyArns.length > 0) return true;
  const parsed = JSON.parse(policy) as IdentityPolicy;
  return evaluateIdentity([parsed], { action, resource }) === 'allowed';
}
