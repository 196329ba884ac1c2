import { type PolicyJson, parsePolicy, type Statement } from '@entra-aws-creds/trust-policy';
import type { TokenVersion } from '../binding.ts';
import { type TenantGuid, tenantOf } from '../wish/issuer.ts';

/** A statement of a trust policy by which tokens of a tenant open the role. */
export interface TrustedTenant {
  readonly sid: string | undefined;
  readonly tenant: TenantGuid;
  readonly tokenVersion: TokenVersion;
  /** What `:aud` of the tokens may be. */
  readonly audiences: readonly string[];
}

/** Of all statements that allow something to tenants of Entra. What cannot be read has none. */
export function trustedTenants(document: PolicyJson): readonly TrustedTenant[] {
  const statements = parsePolicy(document).policy?.statements ?? [];
  return statements
    .filter(({ effect, principal }) => effect === 'Allow' && !principal.negated)
    .flatMap((statement) =>
      statement.principal.entries.flatMap(({ value }) => trusted(value, statement)),
    );
}

function trusted(principal: string, { sid, conditions }: Statement): readonly TrustedTenant[] {
  const [, issuer = ''] = /:oidc-provider\/(.+)$/.exec(principal) ?? [];
  const named = tenantOf(issuer);
  if (named === undefined) return [];
  const key = `${issuer}:aud`.toLowerCase();
  const audiences = conditions
    .filter((one) => one.key.toLowerCase() === key)
    .flatMap(({ values }) => values);
  return [{ sid, ...named, audiences }];
}
