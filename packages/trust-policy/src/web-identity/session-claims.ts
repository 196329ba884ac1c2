/** What a token sets for the session that it opens; nothing of it in most tokens. */
export interface SessionClaims {
  /** Session tags, of the claims `https://aws.amazon.com/tags…`. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Keys of tags that the next role of a chain inherits. */
  readonly transitiveKeys: readonly string[];
  /** `https://aws.amazon.com/source_identity` */
  readonly sourceIdentity: string | undefined;
}

export const NO_SESSION_CLAIMS: SessionClaims = {
  tags: [],
  transitiveKeys: [],
  sourceIdentity: undefined,
};

/** The condition keys that come of it, with their values. */
export function sessionKeys(claims: SessionClaims): readonly (readonly [string, ...string[]])[] {
  const { tags, transitiveKeys, sourceIdentity } = claims;
  return [
    ...tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value] as const),
    ...(tags.length === 0 ? [] : [['aws:TagKeys', ...tags.map(({ key }) => key)] as const]),
    ...(transitiveKeys.length === 0 ? [] : [['sts:TransitiveTagKeys', ...transitiveKeys] as const]),
    ...(sourceIdentity === undefined ? [] : [['sts:SourceIdentity', sourceIdentity] as const]),
  ];
}

/**
 * The actions that a trust policy must allow besides the exchange: AWS does not leave out what a
 * role may not be given, it refuses the token. Documented, and not known to have been recorded.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function sessionActions({ tags, sourceIdentity }: SessionClaims): readonly string[] {
  return [
    ...(tags.length === 0 ? [] : ['sts:TagSession']),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}
