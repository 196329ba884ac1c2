import {
  Iam,
  type IdentityAccount,
  iamIdentityAccount,
  type RoleName,
} from '@entra-aws-creds/bindings';
import { parseAccountId, RoleArn } from '@entra-aws-creds/core/programs';
import { assumeRole } from '@entra-aws-creds/core/services';
import type { OnlineFunction } from './own-role.ts';

/** IAM of a member account, as the role there that trusts the functions'. @throws StepFailure `EAC_STS_…` */
export async function memberAccount(
  { partition, account }: Omit<RoleName, 'name'>,
  { central, services, own, online }: OnlineFunction,
): Promise<IdentityAccount> {
  const role = RoleArn.parse(`arn:${partition}:iam::${account}:role/${central.memberRole}`);
  const session = { role, sessionName: 'entra-aws-creds' };
  const assumed = await assumeRole(session, own.keys, own.region, own.endpoint, online);
  for (const secret of [assumed.secretAccessKey, assumed.sessionToken]) {
    online.maskSecret(secret.reveal());
  }
  const iam = new Iam(services.iamEndpointOf(role.partition), assumed, online);
  return iamIdentityAccount({ partition, account: parseAccountId(account) }, iam);
}
