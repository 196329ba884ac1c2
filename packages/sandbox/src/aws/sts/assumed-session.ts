import type { AwsSession, SessionAttributes } from '../cloud.ts';
import type { ConditionContext } from '../conditions.ts';
import type { XmlTree } from '../xml.ts';
import { packedSize } from './session-parameters.ts';

/**
 * What a trust policy must allow besides the assumption, or access is denied. That is documented; what
 * STS says then of a web identity is not recorded.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function actionsToCarry({ tags, sourceIdentity }: SessionAttributes): string[] {
  return [
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}

/** The condition keys for what a session is to carry. */
export function carriedContext(carried: SessionAttributes): ConditionContext {
  const tags = Object.entries(carried.tags);
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tags.map(([key]) => key),
    'sts:SourceIdentity': carried.sourceIdentity,
    'sts:TransitiveTagKeys': carried.transitiveTagKeys,
  };
}

/** The part of the answer that both ways of assuming a role share. */
export function sessionResult(session: AwsSession): XmlTree {
  return {
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.arn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt.toISOString().replace(/\.\d+/, ''),
    },
    PackedPolicySize: packedSize(session) || undefined,
    SourceIdentity: session.sourceIdentity,
  };
}
