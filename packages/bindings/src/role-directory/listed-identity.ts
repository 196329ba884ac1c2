import { InputProblem, RoleArn } from '@entra-aws-creds/core/programs';
import type { Application } from '../entra-directory/application.ts';
import { isOurs, retiredAt, roleIdsOf, rolesOf } from '../ownership.ts';
import { applicationNameOf } from '../wish/application-name.ts';
import type { RoleIdentity } from './role-directory.ts';

/**
 * The role that an application was made for, by its tags. Whoever may write to applications could write such
 * tags, so the unique name, which nobody can change, has to be that of the role; undefined where it is not.
 */
export function identityIn(application: Application): RoleIdentity | undefined {
  const [arn, ...otherRoles] = rolesOf(application);
  const [roleId, ...otherIds] = roleIdsOf(application);
  if (!isOurs(application) || arn === undefined || roleId === undefined) return undefined;
  if (otherRoles.length > 0 || otherIds.length > 0) return undefined;
  const role = roleIn(arn);
  if (role === undefined) return undefined;
  if (applicationNameOf(role, roleId).uniqueName !== application.uniqueName) return undefined;
  const { clientId, tokenVersion } = application;
  return { role, roleId, clientId, tokenVersion, retired: retiredAt(application) };
}

function roleIn(arn: string): RoleArn | undefined {
  try {
    return RoleArn.parse(arn);
  } catch (error) {
    if (error instanceof InputProblem) return undefined;
    throw error;
  }
}
