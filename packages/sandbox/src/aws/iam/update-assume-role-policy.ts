import type { AwsCloud } from '../cloud.ts';
import { accessDenied, QueryError } from '../query-error.ts';
import type { QueryCall } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import { arnOf } from '../sts/assume-role.ts';
import { lengthBetween } from '../sts/session-parameters.ts';
import { isJsonObject } from '../sts/web-identity/jwt.ts';
import type { TrustPolicy } from '../trust-policy.ts';
import type { XmlTree } from '../xml.ts';
import { checkStorable } from './storable-trust-policy.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export function updateAssumeRolePolicy(
  cloud: AwsCloud,
  { request, parameters }: QueryCall,
): XmlTree {
  const caller = authenticate(cloud, request, 'iam');
  const name = lengthBetween(parameters, 'RoleName', 1, 64);
  const document = lengthBetween(parameters, 'PolicyDocument', 1, 131_072);
  if (caller.type === 'session' || !caller.user.mayWriteRoles) {
    throw accessDenied(
      `User: ${arnOf(caller)} is not authorized to perform: iam:UpdateAssumeRolePolicy on resource: role ${name} because no identity-based policy allows the iam:UpdateAssumeRolePolicy action`,
    );
  }
  const role = caller.user.account.findRole(name);
  if (!role) {
    throw new QueryError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  }
  const policy = parse(document);
  checkStorable(policy);
  role.trustPolicy = policy;
  return {};
}

/** Not the whole grammar: enough for its rules to be checked. */
function parse(document: string): TrustPolicy {
  const policy = parseJson(document);
  const statements = isJsonObject(policy) ? [policy['Statement']].flat() : [undefined];
  if (statements.every(isJsonObject)) return policy as TrustPolicy;
  throw new QueryError('MalformedPolicyDocument', 'Syntax errors in policy.');
}

function parseJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw new QueryError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
}
