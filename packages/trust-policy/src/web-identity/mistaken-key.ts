import { entraIssuer } from './entra-issuer.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** How a condition key, or a provider's ARN, misses this token. */
export type MistakeKind =
  | 'slash'
  | 'scheme'
  | 'token-version'
  | 'another-tenant'
  | 'another-cloud'
  | 'another-account'
  | 'unmapped-claim'
  | 'claim-not-in-token'
  | 'another-provider';

export interface Mistake {
  readonly kind: MistakeKind;
  /** Completes the sentence «"key" …». */
  readonly reason: string;
  /** What was probably meant. */
  readonly meant: string | undefined;
}

/** Claims of Entra that are not condition keys, and the key that does their work. */
const INSTEAD: ReadonlyMap<string, 'aud' | 'sub'> = new Map([
  ['appid', 'aud'],
  ['azp', 'aud'],
  ['oid', 'sub'],
]);

/**
 * Why the claim key `key` is in no request made with this token; undefined when it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function mistakeInKey(key: string, context: WebIdentityContext): Mistake | undefined {
  if (context.keys.has(key.toLowerCase())) return undefined;
  const colon = key.lastIndexOf(':');
  const claim = key.slice(colon + 1).toLowerCase();
  const ownKey = `${context.provider.keyPrefix}:${claim}`;
  const issuerMistake = mistakeInIssuer(key.slice(0, colon), context);
  if (issuerMistake !== undefined) {
    const mapped = context.keys.has(ownKey.toLowerCase());
    return { ...issuerMistake, meant: mapped && issuerMistake.meant ? ownKey : undefined };
  }
  if (claim === 'amr' || claim === 'email') {
    const reason = 'is not set: the token of an application has no such claim';
    return { kind: 'claim-not-in-token', reason, meant: undefined };
  }
  const instead = INSTEAD.get(claim);
  const meant = instead === undefined ? undefined : context.claims[instead].key;
  const reason = `is not a condition key: AWS maps only aud, oaud, sub, amr and email of this provider`;
  return { kind: 'unmapped-claim', reason, meant };
}

/** Why `arn` is not the provider that this token comes from; undefined when it is. */
export function mistakeInProvider(arn: string, context: WebIdentityContext): Mistake | undefined {
  const { provider, role } = context;
  if (arn === provider.arn) return undefined;
  const [, partition, account, issuer] =
    /^arn:([^:]*):iam::([^:]*):oidc-provider\/(.*)$/s.exec(arn) ?? [];
  const mistake = issuer === undefined ? undefined : mistakeInIssuer(issuer, context);
  if (mistake !== undefined) return { ...mistake, meant: mistake.meant && provider.arn };
  if (issuer === undefined || (partition === role.partition && account === role.account)) {
    return { kind: 'another-provider', reason: 'is another provider', meant: undefined };
  }
  const reason = `is not in the role's own account and partition, where IAM looks for it`;
  return { kind: 'another-account', reason, meant: provider.arn };
}

function mistakeInIssuer(issuer: string, context: WebIdentityContext): Mistake | undefined {
  const own = context.provider.keyPrefix;
  const meant = own;
  const bare = issuer.replace(/^https?:\/\//i, '');
  if (bare.toLowerCase() === own.toLowerCase()) {
    if (bare === issuer) return undefined;
    return { kind: 'scheme', reason: 'must be without https://', meant };
  }
  if (bare.replace(/\/$/, '').toLowerCase() === own.replace(/\/$/, '').toLowerCase()) {
    const lacks = own.endsWith('/');
    const reason = lacks
      ? 'lacks the slash that the issuer of a v1.0 token ends with'
      : 'has a slash that the issuer of a v2.0 token does not end with';
    return { kind: 'slash', reason, meant };
  }
  const entra = entraIssuer(bare);
  if (entra === undefined) {
    return { kind: 'another-provider', reason: 'belongs to another provider', meant: undefined };
  }
  const { tenant, version } = entra;
  if (tenant.toLowerCase() !== context.token.tenantId.toLowerCase()) {
    return { kind: 'another-tenant', reason: `belongs to the tenant ${tenant}`, meant };
  }
  if (version !== context.token.version) {
    const reason = `is of v${version} tokens, and this is a v${context.token.version} token`;
    return { kind: 'token-version', reason, meant };
  }
  return { kind: 'another-cloud', reason: `is not the issuer of this token`, meant };
}
