import type { AccountAddress } from '../binding.ts';
import type { Iam } from './iam-client.ts';
import { iamPermissions } from './iam-permissions.ts';
import { iamProviders } from './iam-providers.ts';
import { iamRoles } from './iam-roles.ts';
import type { IdentityAccount } from './identity-account.ts';

/** An account's IAM behind the AWS API. */
export function iamIdentityAccount(address: AccountAddress, iam: Iam): IdentityAccount {
  return { address, ...iamProviders(iam), ...iamRoles(iam), ...iamPermissions(iam) };
}
