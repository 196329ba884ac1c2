import { lengthBetween } from '../parameter-constraints.ts';
import { QueryError } from '../query-error.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { readDescription, readMaxSessionDuration, readName, readPath } from './parameters.ts';
import { readTrustPolicy } from './policy-document.ts';
import { checkQuota } from './quota.ts';
import { roleToWrite } from './role-access.ts';
import { attachable } from './role-policies.ts';
import { boundaryXml, roleXml, tagsXml } from './role-xml.ts';
import { readTags, tagContext } from './tags.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const roleOperations: IamOperations = {
  CreateRole: create,
  DeleteRole: remove,
  UpdateRole: update,
  UpdateAssumeRolePolicy: updateTrustPolicy,
  PutRolePermissionsBoundary: putBoundary,
  DeleteRolePermissionsBoundary: deleteBoundary,
};

/** What the answer leaves out, description and session duration, is recorded. */
function create({ account, parameters, authorize }: IamCall): XmlTree {
  const name = readName(parameters, 'RoleName');
  const path = readPath(parameters);
  const document = lengthBetween(parameters, 'AssumeRolePolicyDocument', 1, 131_072);
  const description = readDescription(parameters);
  const maxSessionDuration = readMaxSessionDuration(parameters);
  const tags = readTags(parameters, 'one whatever case');
  const boundary = parameters.get('PermissionsBoundary') ?? undefined;
  authorize(
    { arn: account.arn('iam', `role${path}${name}`) },
    { ...tagContext(tags), 'iam:PermissionsBoundary': boundary },
  );
  if (account.findRole(name)) {
    throw new QueryError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
  }
  if (boundary !== undefined) attachable(account, boundary);
  const trustPolicy = readTrustPolicy(account, document);
  checkQuota('RolesPerAccount', account.roleCount + 1, account.quotas.roles);
  account.beforeRoleWrite(name);
  const role = account.role({
    ...{
      name,
      path,
      trustPolicy,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    },
    ...(description === undefined ? {} : { description }),
    ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
  });
  return {
    Role: { ...roleXml(role), PermissionsBoundary: boundaryXml(role), Tags: tagsXml(role) },
  };
}

/**
 * @see https://github.com/hashicorp/boundary/pull/5646 for the words, and
 * https://github.com/awslabs/aws-orbit-workbench/issues/633
 */
function remove(call: IamCall): undefined {
  const role = roleToWrite(call);
  if (role.attachedPolicies.size > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  }
  if (role.inlinePolicies.size > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.');
  }
  call.account.removeRole(role.name);
}

/**
 * A session duration that is not given becomes one hour.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
 */
function update(call: IamCall): XmlTree {
  const description = readDescription(call.parameters);
  const maxSessionDuration = readMaxSessionDuration(call.parameters) ?? 3600;
  const role = roleToWrite(call);
  if (description !== undefined) role.description = description;
  role.maxSessionDuration = maxSessionDuration;
  return {};
}

function updateTrustPolicy(call: IamCall): undefined {
  const document = lengthBetween(call.parameters, 'PolicyDocument', 1, 131_072);
  const role = roleToWrite(call);
  role.trustPolicy = readTrustPolicy(call.account, document);
}

function putBoundary(call: IamCall): undefined {
  const boundary = lengthBetween(call.parameters, 'PermissionsBoundary', 20, 2048);
  const role = roleToWrite(call, { 'iam:PermissionsBoundary': boundary });
  attachable(call.account, boundary);
  role.permissionsBoundary = boundary;
}

function deleteBoundary(call: IamCall): undefined {
  const role = roleToWrite(call);
  if (role.permissionsBoundary === undefined) {
    throw new QueryError(
      'NoSuchEntity',
      `Role ${role.name} does not have a permissions boundary.`,
      404,
    );
  }
  role.permissionsBoundary = undefined;
}

function deleteConflict(message: string): QueryError {
  return new QueryError('DeleteConflict', message, 409);
}
