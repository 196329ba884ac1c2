import type { AwsAccount } from '../account.ts';
import { lengthBetween } from '../parameter-constraints.ts';
import { QueryError } from '../query-error.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { isOfAws, policyName } from './managed-policies.ts';
import { readPage } from './paging.ts';
import { readName } from './parameters.ts';
import { encodeDocument, readIdentityPolicy } from './policy-document.ts';
import { checkQuota } from './quota.ts';
import { roleToRead, roleToWrite } from './role-access.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const rolePolicyOperations: IamOperations = {
  AttachRolePolicy: attach,
  DetachRolePolicy: detach,
  ListAttachedRolePolicies: listAttached,
  PutRolePolicy: put,
  GetRolePolicy: get,
  DeleteRolePolicy: remove,
  ListRolePolicies: list,
};

/** Every policy of AWS's own is taken to exist. @throws QueryError `NoSuchEntity` */
export function attachable(account: AwsAccount, arn: string): void {
  if (isOfAws(arn) || account.managedPolicies.has(arn)) return;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

function attach(call: IamCall): undefined {
  const arn = lengthBetween(call.parameters, 'PolicyArn', 20, 2048);
  const { attachedPolicies } = roleToWrite(call, { 'iam:PolicyARN': arn });
  attachable(call.account, arn);
  const { size } = new Set([...attachedPolicies, arn]);
  checkQuota('PoliciesPerRole', size, call.account.quotas.attachedPolicies);
  attachedPolicies.add(arn);
}

function detach(call: IamCall): undefined {
  const arn = lengthBetween(call.parameters, 'PolicyArn', 20, 2048);
  const { attachedPolicies } = roleToWrite(call, { 'iam:PolicyARN': arn });
  if (!attachedPolicies.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
}

function listAttached(call: IamCall): XmlTree {
  const { attachedPolicies } = roleToRead(call);
  return attachedXml(call.parameters, attachedPolicies);
}

/** The answer of `ListAttachedRolePolicies` and its like for users. */
export function attachedXml(parameters: URLSearchParams, arns: ReadonlySet<string>): XmlTree {
  const page = readPage(parameters, [...arns], policyName);
  return { AttachedPolicies: page.items.map(attachedPolicyXml), ...page.rest };
}

export function attachedPolicyXml(arn: string): XmlTree {
  return { PolicyName: policyName(arn), PolicyArn: arn };
}

function put(call: IamCall): undefined {
  const name = readName(call.parameters, 'PolicyName', 128);
  const document = lengthBetween(call.parameters, 'PolicyDocument', 1, 131_072);
  const role = roleToWrite(call);
  readIdentityPolicy(document);
  const others = [...role.inlinePolicies].filter(([other]) => other !== name);
  const size = [...others.map(([, text]) => text), document].join('').replace(/\s/g, '').length;
  if (size > 10_240) {
    throw new QueryError(
      'LimitExceeded',
      `Maximum policy size of 10240 bytes exceeded for role ${role.name}`,
      409,
    );
  }
  role.inlinePolicies.set(name, document);
}

function get(call: IamCall): XmlTree {
  const name = readName(call.parameters, 'PolicyName', 128);
  const role = roleToRead(call);
  const document = role.inlinePolicies.get(name);
  if (document === undefined) throw noSuchInlinePolicy(name);
  return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeDocument(document) };
}

function remove(call: IamCall): undefined {
  const name = readName(call.parameters, 'PolicyName', 128);
  if (!roleToWrite(call).inlinePolicies.delete(name)) throw noSuchInlinePolicy(name);
}

function list(call: IamCall): XmlTree {
  const { inlinePolicies } = roleToRead(call);
  const page = readPage(call.parameters, [...inlinePolicies.keys()], (name) => name);
  return { PolicyNames: page.items, ...page.rest };
}

function noSuchInlinePolicy(name: string): QueryError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}

function noSuchEntity(message: string): QueryError {
  return new QueryError('NoSuchEntity', message, 404);
}
