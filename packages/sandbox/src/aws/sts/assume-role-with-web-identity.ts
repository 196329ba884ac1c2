import type { AwsCloud } from '../cloud.ts';
import type { ConditionContext } from '../conditions.ts';
import { parseRoleArn } from '../identifiers.ts';
import { lengthBetween } from '../parameter-constraints.ts';
import { accessDenied, validationError } from '../query-error.ts';
import type { QueryCall } from '../query-protocol.ts';
import { evaluateTrust } from '../trust-policy.ts';
import type { XmlTree } from '../xml.ts';
import { actionsToCarry, carriedContext, sessionResult } from './assumed-session.ts';
import {
  checkPackedSize,
  checkRoleDuration,
  packedSize,
  readSessionParameters,
} from './session-parameters.ts';
import { refuseProviderId } from './web-identity/provider-id.ts';
import { readWebIdentity, type WebIdentity } from './web-identity/token.ts';

/**
 * Exchanges a token for a session of a role.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function assumeRoleWithWebIdentity(
  cloud: AwsCloud,
  { request, parameters }: QueryCall,
): Promise<XmlTree> {
  if (request.headers['authorization'] !== undefined) {
    // STS ignores a signature here. A client that makes one had credentials it should not need.
    throw validationError('AssumeRoleWithWebIdentity is unsigned, but the request was signed.');
  }
  const asked = readSessionParameters(parameters);
  const token = lengthBetween(parameters, 'WebIdentityToken', 4, 20_000);
  const providerId = parameters.get('ProviderId');
  if (providerId !== null) refuseProviderId(providerId);
  const arn = parseRoleArn(asked.roleArn);
  if (!arn) throw validationError('Request ARN is invalid');
  const account = cloud.findAccount(arn.account);
  const identity = await readWebIdentity(cloud, account, { token, roleArn: asked.roleArn });
  const role = cloud.findAssumableRole(asked.roleArn);
  const context = conditionContext(identity, arn.account, asked.name);
  const subject = { type: 'Federated', names: [identity.provider.arn] } as const;
  const actions = ['sts:AssumeRoleWithWebIdentity', ...actionsToCarry(identity)];
  const refused = actions.find(
    (action) => !role || evaluateTrust(role.trustPolicy, subject, action, context) !== 'allowed',
  );
  if (!role || refused !== undefined) throw accessDenied(`Not authorized to perform ${refused}`);
  checkRoleDuration(role, asked.durationSeconds);
  const { tags, transitiveTagKeys, sourceIdentity } = identity;
  const carried = { tags, transitiveTagKeys, sourceIdentity };
  checkPackedSize({ ...asked, ...carried });
  const session = cloud.openSession({ ...asked, role, ...carried });
  return {
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    ...sessionResult(session),
    PackedPolicySize: IDENTITY_SIZE + packedSize(session),
    Provider: identity.provider.arn,
  };
}

/** What the answer to a short token without tags or policies says. */
const IDENTITY_SIZE = 25;

/**
 * What a trust policy can ask of an Entra token, and nothing more: no roles, no tenant, no appid. That
 * `aws:PrincipalArn` is not there is recorded, as are the other keys of the principal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
function conditionContext(
  identity: WebIdentity,
  accountId: string,
  sessionName: string,
): ConditionContext {
  const prefix = identity.provider.url.replace(/^https:\/\//, '');
  const { amr, aud, email } = identity.claims as Record<string, string | string[] | undefined>;
  return {
    [`${prefix}:amr`]: amr,
    [`${prefix}:aud`]: identity.audience,
    [`${prefix}:email`]: email,
    [`${prefix}:oaud`]: aud,
    [`${prefix}:sub`]: identity.subject,
    'aws:FederatedProvider': identity.provider.arn,
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': 'User',
    'aws:SecureTransport': 'true',
    'aws:userid': identity.provider.arn,
    'sts:RoleAuthorizedByIdp': String(identity.isRoleAuthorizedByIdp),
    'sts:RoleSessionName': sessionName,
    ...carriedContext(identity),
  };
}
