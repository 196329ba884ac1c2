import { type AccountId, parseAccountId } from '@entra-aws-creds/core/programs';
import {
  callerIdentity,
  type OnlinePlatform,
  type Partition,
  parseRegion,
  type ServiceInputs,
  type SigningKeys,
  StepFailure,
} from '@entra-aws-creds/core/services';
import { Iam } from './iam-client.ts';
import { iamIdentityAccount } from './iam-identity-account.ts';
import type { IdentityAccount } from './identity-account.ts';

/** Which account is meant. */
export interface ExpectedAccount {
  readonly partition: Partition;
  /** Undefined: whichever the credentials are of. */
  readonly account: AccountId | undefined;
}

/**
 * The account that `keys` are of, once it is sure that it is the one that is meant: IAM does what it is asked
 * in whatever account the credentials belong to.
 *
 * @throws StepFailure `EAC_ADMIN_CREDENTIALS` when they are of another account; `EAC_STS_…`
 */
export async function openIdentityAccount(
  expected: ExpectedAccount,
  keys: SigningKeys,
  inputs: ServiceInputs,
  online: OnlinePlatform,
): Promise<IdentityAccount> {
  const { partition, account } = expected;
  const address = inputs.iamEndpointOf(partition);
  const region = inputs.region ?? parseRegion(address.signingRegion);
  const caller = await callerIdentity(keys, region, inputs.stsEndpointOf(region), online);
  if (account !== undefined && caller.account !== account) {
    throw new StepFailure(
      'EAC_ADMIN_CREDENTIALS',
      `The AWS credentials are of the account ${caller.account} (${caller.arn}), and the role is to be in ${account}.`,
      'Log in to the other account, or name a profile of it with "--admin-aws-profile".',
    );
  }
  const iam = new Iam(address, keys, online);
  const own = { partition: partition.id, account: parseAccountId(caller.account) };
  return iamIdentityAccount(own, iam);
}
