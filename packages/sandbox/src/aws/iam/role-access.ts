import type { AwsAccount, AwsRole } from '../account.ts';
import type { ConditionContext } from '../conditions.ts';
import { QueryError } from '../query-error.ts';
import type { IamCall, IamResource } from './iam-call.ts';
import { readName } from './parameters.ts';
import type { RoleView } from './role.ts';

/** The role that a call names, authorized, as reads find it. @throws QueryError */
export function roleToRead(call: IamCall): RoleView {
  const name = readName(call.parameters, 'RoleName');
  call.authorize(roleResource(call.account, name));
  const role = call.account.viewRole(name);
  if (!role) throw noSuchRole(name);
  return role;
}

/** The role that a call names, authorized and about to change. @throws QueryError */
export function roleToWrite(call: IamCall, context: ConditionContext = {}): AwsRole {
  const name = readName(call.parameters, 'RoleName');
  call.authorize(roleResource(call.account, name), context);
  const role = call.account.findRole(name);
  if (!role) throw noSuchRole(name);
  call.account.beforeRoleWrite(name);
  return role;
}

/** A refusal calls a role by its name: its path may not be known. */
function roleResource(account: AwsAccount, name: string): IamResource {
  const role = account.findRole(name);
  const shown = `role ${name}`;
  return role
    ? { arn: role.arn, shown, tags: role.tags }
    : { arn: account.arn('iam', `role/${name}`), shown };
}

function noSuchRole(name: string): QueryError {
  return new QueryError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
}
