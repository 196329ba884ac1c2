import type { Statement, TrustPolicy } from '../document/policy-document.ts';
import { actionMatches, principalMatches } from '../evaluation/evaluate.ts';
import { holds } from '../evaluation/evaluate-condition.ts';
import type { Finding } from '../finding.ts';
import { conditionsOn } from './claim-pinning.ts';
import { ROLES_CLAIM_KEY, tightened } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/**
 * Of people, the claim of the roles says who may have which. A statement must therefore demand it: STS refuses
 * nobody whose token lacks the claim, as all tokens do when the claims provider or its mapping is gone.
 *
 * @see https://awsteele.com/blog/2026/07/13/oidc-tokens-can-restrict-which-aws-roles-they-assume.html
 */
export function rolesClaimFindings(
  statement: Statement,
  policy: TrustPolicy,
  context: WebIdentityContext,
): readonly Finding[] {
  const { token } = context;
  if (token.holder !== 'person' || token.namesRole === undefined) return [];
  const key = ROLES_CLAIM_KEY;
  const without = { ...context, keys: new Map(context.keys).set(key.toLowerCase(), ['false']) };
  const own = conditionsOn(statement, key);
  const guarded = policy.statements.some((other) => denies(other, policy, without));
  const demanded = own.some((one) => holds(one, policy.version, without) === 'false');
  if (guarded || demanded) return [];
  return [
    {
      code: 'TRUST_ROLES_CLAIM_OPTIONAL',
      severity: 'medium',
      statement: statement.id,
      path: own[0]?.path ?? statement.path,
      why: `Nothing demands ${key}: a token without the roles claim, as Entra issues when the claims provider or its mapping is gone, gets the role for anybody who may sign in to the application.`,
      corrected: tightened(statement, context),
    },
  ];
}

/** A `Deny` of tokens without the claim, and of nothing less. */
function denies(statement: Statement, policy: TrustPolicy, without: WebIdentityContext): boolean {
  const [only, ...more] = statement.conditions;
  return (
    statement.effect === 'Deny' &&
    only !== undefined &&
    more.length === 0 &&
    only.key.toLowerCase() === ROLES_CLAIM_KEY.toLowerCase() &&
    actionMatches(statement.action, without.action) === 'true' &&
    principalMatches(statement.principal, without.principal.federated) === 'true' &&
    holds(only, policy.version, without) === 'true'
  );
}
