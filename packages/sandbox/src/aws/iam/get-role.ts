import type { AwsRole } from '../account.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import { accessDenied, QueryError } from '../query-error.ts';
import type { QueryCall } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import { arnOf } from '../sts/assume-role.ts';
import { sessionPolicyAllows } from '../sts/session-policy.ts';
import type { XmlTree } from '../xml.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function getRole(cloud: AwsCloud, { request, parameters }: QueryCall): XmlTree {
  const caller = authenticate(cloud, request, 'iam');
  const name = parameters.get('RoleName') ?? '';
  const account = caller.type === 'session' ? caller.session.role.account : caller.user.account;
  const role = account.findRole(name);
  if (!mayRead(caller, role)) {
    throw accessDenied(
      `User: ${arnOf(caller)} is not authorized to perform: iam:GetRole on resource: role ${name} because no identity-based policy allows the iam:GetRole action`,
    );
  }
  if (role !== undefined && !sessionPolicyAllows(caller, 'iam:GetRole', role.arn)) {
    throw accessDenied(
      `User: ${arnOf(caller)} is not authorized to perform: iam:GetRole on resource: role ${name} because no session policy allows the iam:GetRole action`,
    );
  }
  if (!role)
    throw new QueryError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  return {
    Role: {
      Path: role.path,
      RoleName: role.name,
      RoleId: role.roleId,
      Arn: role.arn,
      CreateDate: role.createdAt.toISOString().replace(/\.\d+/, ''),
      // RFC 3986, as the documentation says of every policy that IAM returns.
      AssumeRolePolicyDocument: rfc3986(JSON.stringify(role.trustPolicy)),
      MaxSessionDuration: role.maxSessionDuration,
    },
  };
}

function mayRead(caller: AwsCaller, role: AwsRole | undefined): boolean {
  if (caller.type === 'user') return caller.user.mayReadRoles;
  return role !== undefined && role === caller.session.role && role.mayReadItself;
}

function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
