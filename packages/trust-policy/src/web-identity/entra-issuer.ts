/** An issuer of Entra's tokens, as a URL, an ARN or a condition key names it. */
export interface EntraIssuer {
  /** Directory (tenant) ID, as written. */
  readonly tenant: string;
  readonly version: '1.0' | '2.0';
  /** `iss` of its tokens: with the slash that one of v1.0 ends with, and that one of v2.0 does not. */
  readonly issuer: string;
}

const ENTRA_ISSUER =
  /^(sts\.windows\.net|sts\.chinacloudapi\.cn|login\.[a-z0-9.-]+)\/([^/]+)(\/v2\.0)?\/?$/i;

/**
 * The issuer that `text` names or was meant to name, with or without its scheme and its last slash;
 * undefined when it is none of Entra's.
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
 */
export function entraIssuer(text: string): EntraIssuer | undefined {
  const [, host, tenant, v2] = ENTRA_ISSUER.exec(text.replace(/^https?:\/\//i, '')) ?? [];
  if (host === undefined || tenant === undefined) return undefined;
  const version = v2 === undefined ? '1.0' : '2.0';
  const issuer = `https://${host}/${tenant}${version === '2.0' ? '/v2.0' : '/'}`;
  return { tenant, version, issuer };
}
