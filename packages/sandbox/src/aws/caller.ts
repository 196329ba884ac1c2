import type { AwsAccount } from './account.ts';
import type { AwsCaller } from './cloud.ts';

/** The account that the caller belongs to. */
export function accountOf(caller: AwsCaller): AwsAccount {
  return caller.type === 'session' ? caller.session.role.account : caller.user.account;
}

export function arnOf(caller: AwsCaller): string {
  return caller.type === 'session' ? caller.session.arn : caller.user.arn;
}
