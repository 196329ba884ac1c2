/** IAM's OpenID Connect provider for an issuer. */
export interface IdentityProvider {
  /** The issuer itself, as IAM wants it: `https://sts.windows.net/{tenant}/`. */
  readonly url: string;
  readonly arn: string;
  /** The issuer without `https://`: what comes before `:aud` in condition keys. */
  readonly keyPrefix: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
export function identityProvider(
  issuer: string,
  role: { readonly partition: string; readonly account: string },
): IdentityProvider {
  const keyPrefix = issuer.replace(/^https:\/\//i, '');
  return {
    url: `https://${keyPrefix}`,
    arn: `arn:${role.partition}:iam::${role.account}:oidc-provider/${keyPrefix}`,
    keyPrefix,
  };
}
