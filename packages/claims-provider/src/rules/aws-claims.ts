/** Claims for AWS by their names, as Entra takes them: texts and lists of texts, nothing else. */
export type AwsClaims = Readonly<Record<string, string | readonly string[]>>;

/**
 * The names that STS looks for. Entra cannot emit objects, so that tags come one by one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
 * @see https://awsteele.com/blog/2026/07/13/oidc-tokens-can-restrict-which-aws-roles-they-assume.html
 */
export const ROLES_CLAIM = 'https://aws.amazon.com/roles';
export const SOURCE_IDENTITY_CLAIM = 'https://aws.amazon.com/source_identity';
export const TRANSITIVE_TAGS_CLAIM = 'https://aws.amazon.com/tags/transitive_tag_keys';

export function tagClaim(key: string): string {
  return `https://aws.amazon.com/tags/principal_tags/${key}`;
}

/**
 * What Entra takes from a claims provider: the sum of all keys and values.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#claim-size-limitations
 */
export const LARGEST_CLAIMS_BYTES = 3 * 1024;

/** How Entra measures them is not documented; the JSON text is the most that it can be. */
export function sizeOf(claims: AwsClaims): number {
  return Buffer.byteLength(JSON.stringify(claims));
}
