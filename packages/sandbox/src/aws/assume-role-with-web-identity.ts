import type { AwsCloud, AwsSession } from './cloud.ts';
import type { ConditionContext } from './conditions.ts';
import { parseRoleArn } from './identifiers.ts';
import { accessDenied, validationError } from './query-error.ts';
import type { QueryCall } from './query-protocol.ts';
import {
  checkRoleDuration,
  lengthBetween,
  packedSize,
  readSessionParameters,
} from './session-parameters.ts';
import { evaluateTrust } from './trust-policy.ts';
import { readWebIdentity, type WebIdentity } from './web-identity-token.ts';
import type { XmlTree } from './xml.ts';

/**
 * Exchanges a token for a session of a role.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
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
  const arn = parseRoleArn(asked.roleArn);
  if (!arn) throw validationError('Request ARN is invalid');
  const identity = await readWebIdentity(cloud, cloud.findAccount(arn.account), token);
  const role = cloud.findRole(asked.roleArn);
  const context = conditionContext(identity, asked.name);
  const subject = { type: 'Federated', names: [identity.provider.arn] } as const;
  const action = 'sts:AssumeRoleWithWebIdentity';
  if (!role || evaluateTrust(role.trustPolicy, subject, action, context) !== 'allowed') {
    throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  checkRoleDuration(role, asked.durationSeconds);
  const session = cloud.openSession({ ...asked, role, tags: {}, transitiveTagKeys: [] });
  return {
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    ...sessionResult(session),
    Provider: identity.provider.arn,
  };
}

/**
 * What a trust policy can ask of an Entra token, and nothing more: no roles, no tenant, no appid.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
function conditionContext(identity: WebIdentity, sessionName: string): ConditionContext {
  const prefix = identity.provider.url.replace(/^https:\/\//, '');
  const { amr, aud, email } = identity.claims as Record<string, string | string[] | undefined>;
  return {
    [`${prefix}:amr`]: amr,
    [`${prefix}:aud`]: identity.audience,
    [`${prefix}:email`]: email,
    [`${prefix}:oaud`]: aud,
    [`${prefix}:sub`]: identity.subject,
    'aws:FederatedProvider': identity.provider.arn,
    'aws:SecureTransport': 'true',
    'sts:RoleSessionName': sessionName,
  };
}

/** The part of the answer that both ways of assuming a role share. */
export function sessionResult(session: AwsSession): XmlTree {
  const size = packedSize(session);
  return {
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.arn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt.toISOString().replace(/\.\d+/, ''),
    },
    PackedPolicySize: size > 0 ? size : undefined,
  };
}
