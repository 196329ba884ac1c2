import {
  ROLES_CLAIM,
  SOURCE_IDENTITY_CLAIM,
  TRANSITIVE_TAGS_CLAIM,
  tagClaim,
} from './aws-claims.ts';
import type { Rules } from './rules.ts';

/** One entry of `ClaimsSchema`: what the provider returns under `ID`, the token has under `JwtClaimType`. */
interface MappedClaim {
  readonly Source: 'CustomClaimsProvider';
  readonly ID: string;
  readonly JwtClaimType: string;
}

/**
 * The claims mapping policy without which Entra drops what the provider returns.
 *
 * @returns the text of `definition[0]` of the policy, in the form that Graph wants
 * @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#claims-mapping-policy
 */
export function claimsMappingPolicy(rules: Rules): string {
  return JSON.stringify({
    ClaimsMappingPolicy: {
      Version: 1,
      IncludeBasicClaimSet: 'true',
      ClaimsSchema: mappedClaims(rules),
    },
  });
}

export function mappedClaims(rules: Rules): readonly MappedClaim[] {
  const names = [
    ROLES_CLAIM,
    ...rules.tags.map(({ key }) => tagClaim(key)),
    ...(rules.transitiveTags.length > 0 ? [TRANSITIVE_TAGS_CLAIM] : []),
    ...(rules.sourceIdentity.length > 0 ? [SOURCE_IDENTITY_CLAIM] : []),
  ];
  return names.map((name) => ({ Source: 'CustomClaimsProvider', ID: name, JwtClaimType: name }));
}
