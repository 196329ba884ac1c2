import type { Statement, TrustPolicy } from '../document/policy-document.ts';
import { actionMatches, principalMatches } from '../evaluation/evaluate.ts';
import { pinnedValues } from './claim-pinning.ts';
import { entraIssuer } from './entra-issuer.ts';
import { demandsRolesClaim } from './roles-claim.ts';
import { type RoleFacts, type TokenFacts, webIdentityContext } from './web-identity-context.ts';

/** The values that a statement holds a claim to; undefined where nothing does. */
export interface ClaimPinning {
  readonly aud: readonly string[] | undefined;
  readonly oaud: readonly string[] | undefined;
  readonly sub: readonly string[] | undefined;
}

/** What is known of the token that a policy is meant for. */
export interface KnownToken {
  /** Of a v2.0 token the client, of a v1.0 token the audience: what `:aud` compares. */
  readonly aud?: string | undefined;
  /** Of a v2.0 token the application that it is for. */
  readonly oaud?: string | undefined;
  readonly sub?: string | undefined;
}

/** To what the policy holds the claims of an issuer's token in a statement, by all that it says. */
export function claimPinning(
  statement: Statement,
  policy: TrustPolicy,
  issuer: string,
  role: RoleFacts,
): ClaimPinning {
  const context = webIdentityContext(tokenOf(issuer, {}), role);
  const pinned = (claim: keyof ClaimPinning) =>
    pinnedValues(statement, context.claims[claim].key, policy, context);
  return { aud: pinned('aud'), oaud: pinned('oaud'), sub: pinned('sub') };
}

/**
 * The token that a policy was written for, as far as the policy tells: the claims that are known, else the
 * first values that the statement which pins most of them demands, else a word in capitals for what somebody
 * has to fill in (`AUDIENCE`, `CLIENT_ID`, `RESOURCE_ID`, `OBJECT_ID`). That of a person where the statement
 * holds a v2.0 token to its roles claim, and neither to a resource nor to a subject.
 *
 * @param issuer `iss`
 */
export function meantToken(
  policy: TrustPolicy,
  issuer: string,
  role: RoleFacts,
  known: KnownToken = {},
): TokenFacts {
  const { action, principal } = webIdentityContext(tokenOf(issuer, {}), role);
  const [most] = policy.statements
    .filter(
      (one) =>
        one.effect === 'Allow' &&
        actionMatches(one.action, action) === 'true' &&
        principalMatches(one.principal, principal.federated) !== 'false',
    )
    .map((one) => ({ ...claimPinning(one, policy, issuer, role), byClaim: demandsRolesClaim(one) }))
    .sort((one, other) => pinsOf(other) - pinsOf(one));
  const claims = {
    aud: known.aud ?? most?.aud?.[0],
    oaud: known.oaud ?? most?.oaud?.[0],
    sub: known.sub ?? most?.sub?.[0],
  };
  const token = tokenOf(issuer, claims);
  if (most?.byClaim !== true) return token;
  const isPersons =
    token.version === '2.0' && claims.oaud === undefined && claims.sub === undefined;
  if (!isPersons) return { ...token, namesRole: true };
  const { authorizedParty: audience = '', ...parts } = token;
  return { ...parts, audience, holder: 'person', namesRole: true };
}

function pinsOf({ aud, oaud, sub }: ClaimPinning): number {
  return [aud, oaud, sub].filter((values) => values !== undefined).length;
}

function tokenOf(issuer: string, { aud, oaud, sub }: KnownToken): TokenFacts {
  const { tenant = '', version = '1.0' } = entraIssuer(issuer) ?? {};
  const subject = sub ?? 'OBJECT_ID';
  if (version === '1.0') {
    return { issuer, audience: aud ?? 'AUDIENCE', subject, version, tenantId: tenant };
  }
  const audience = oaud ?? 'RESOURCE_ID';
  const authorizedParty = aud ?? 'CLIENT_ID';
  return { issuer, audience, authorizedParty, subject, version, tenantId: tenant };
}
