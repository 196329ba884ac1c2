import {
  entraIssuer,
  evaluate,
  meantToken,
  type TrustPolicy,
  type WebIdentityContext,
  webIdentityContext,
} from '@entra-aws-creds/trust-policy';
import type { RolePolicy } from '../role-policy.ts';
import type { GradedFinding } from './graded-finding.ts';
import { gradedWeaknesses } from './graded-weaknesses.ts';
import { isOneIdentity, type MeantPrincipal } from './meant-principal.ts';
import { type PinnedIdentity, pinnedIdentities } from './pinned-identity.ts';
import {
  issuersInConditions,
  type TrustedIssuer,
  trustedIssuers,
  trustsEveryone,
} from './trusted-issuers.ts';
import { whoGetsIn } from './who-gets-in.ts';

/** What a role's policy comes to. */
export interface RoleJudgement {
  readonly role: RolePolicy;
  /** Each a sentence; none when nobody gets in. */
  readonly whoGetsIn: readonly string[];
  readonly findings: readonly GradedFinding[];
  /** The issuers that it was judged for. */
  readonly issuers: readonly TrustedIssuer[];
  /** Whom its statements let in, by what they hold the claims to. */
  readonly identities: readonly PinnedIdentity[];
}

export interface Question {
  readonly meant: MeantPrincipal;
  /** Whether roles count that trust other identity providers than Entra. */
  readonly allProviders: boolean;
}

/**
 * Judges the policy of a role; undefined for a role that trusts no issuer that is asked about. The policy
 * must have been read ({@link readFailure}).
 */
export function judgeRole(role: RolePolicy, question: Question): RoleJudgement | undefined {
  const { policy } = role.parsed;
  if (policy === undefined) return undefined;
  const trusted = trustedIssuers(policy);
  const asked = trusted.filter(({ tenant }) => question.allProviders || tenant !== undefined);
  const everyone = trustsEveryone(policy);
  if (asked.length === 0 && !everyone) return undefined;
  const issuers = issuersFor(policy, asked, question.meant.tenantId);
  const contexts = issuers.map((issuer) =>
    contextFor(policy, issuer, role, trusted, question.meant),
  );
  const findings = [
    ...notAdmitted(policy, contexts, question.meant),
    ...gradedWeaknesses(policy, contexts, question.meant),
    ...unstorable(role),
  ].map((one) => ({ ...one, line: lineOf(one.path, role) }));
  const identities = pinnedIdentities(policy, contexts);
  return { role, whoGetsIn: whoGetsIn(policy, contexts), findings, issuers: asked, identities };
}

function isMeantTenant(tenant: string | undefined, meant: string | undefined): boolean {
  return (
    meant === undefined || tenant === undefined || tenant.toLowerCase() === meant.toLowerCase()
  );
}

/**
 * The issuers that a policy is judged for: those of the tenant that it names, else, where it admits everyone, those
 * that its conditions speak of. To any other policy everybody whom it names is a stranger.
 */
function issuersFor(
  policy: TrustPolicy,
  asked: readonly TrustedIssuer[],
  tenantId: string | undefined,
): readonly string[] {
  const own = asked.filter(({ tenant }) => isMeantTenant(tenant, tenantId));
  if (own.length > 0) return own.map(({ issuer }) => issuer);
  const meant = issuersInConditions(policy).filter((issuer) => {
    return isMeantTenant(entraIssuer(issuer)?.tenant, tenantId);
  });
  if (asked.length === 0 && meant.length > 0) return meant;
  const isV2 = asked.some(({ issuer }) => issuer.endsWith('/v2.0'));
  const tenant = tenantId ?? 'TENANT_ID';
  return [
    isV2
      ? `https://login.microsoftonline.com/${tenant}/v2.0`
      : `https://sts.windows.net/${tenant}/`,
  ];
}

function contextFor(
  policy: TrustPolicy,
  issuer: string,
  { partition, account }: RolePolicy,
  trusted: readonly TrustedIssuer[],
  { clientId, audience, subject }: MeantPrincipal,
): WebIdentityContext {
  const named = trusted.find((one) => one.issuer === issuer);
  const home = account ?? named?.account ?? trusted[0]?.account ?? '<AccountId>';
  const role = { partition, account: home, sessionName: 'audit' };
  const isV2 = issuer.endsWith('/v2.0');
  const known = isV2
    ? { aud: clientId, oaud: audience, sub: subject }
    : { aud: audience ?? clientId, sub: subject };
  const context = webIdentityContext(meantToken(policy, issuer, role, known), role);
  if (named === undefined || named.principal.includes(':oidc-provider/')) return context;
  // AWS's own providers are no resources of the account, and have no ARN.
  const provider = { ...context.provider, arn: named.principal };
  return { ...context, provider, principal: { federated: named.principal } };
}

function notAdmitted(
  policy: TrustPolicy,
  contexts: readonly WebIdentityContext[],
  meant: MeantPrincipal,
): readonly GradedFinding[] {
  if (!isOneIdentity(meant)) return [];
  const isRefused = contexts.every((one) => evaluate(policy, one).answer === 'refuses');
  if (!isRefused) return [];
  return [
    {
      code: 'AUDIT_NOT_ADMITTED',
      grade: 'medium',
      statement: undefined,
      path: '$',
      line: undefined,
      why: 'Who is meant to get in does not: no statement admits a token with the tenant, client and subject that were given.',
      corrected: undefined,
      accepted: undefined,
    },
  ];
}

/** What IAM would not store, though its meaning is plain. */
function unstorable({ parsed }: RolePolicy): readonly GradedFinding[] {
  return parsed.problems
    .filter(({ fatal }) => !fatal)
    .map(({ path, message }) => ({
      code: 'TRUST_NOT_STORABLE',
      grade: 'low',
      statement: undefined,
      path,
      line: undefined,
      why: message,
      corrected: undefined,
      accepted: undefined,
    }));
}

/** The line of the closest part of the policy that has one, else the role's own. */
function lineOf(path: string | undefined, { parsed, place }: RolePolicy): number | undefined {
  for (let here = path ?? ''; here !== ''; here = here.replace(/(\.\w+|\[[^[]*\]|\$)$/, '')) {
    const line = parsed.lines.get(here);
    if (line !== undefined) return line;
    if (!/(\.\w+|\[[^[]*\]|\$)$/.test(here)) break;
  }
  return place.line;
}
