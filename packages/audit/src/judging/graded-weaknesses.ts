import {
  demandsRolesClaim,
  entraIssuer,
  type Finding,
  type FindingCode,
  findWeaknesses,
  type Principal,
  type TrustPolicy,
  type WebIdentityContext,
} from '@entra-aws-creds/trust-policy';
import { atLeast, GRADES, type Grade, type GradedFinding } from './graded-finding.ts';
import { isOneIdentity, type MeantPrincipal } from './meant-principal.ts';
import { issuerOf } from './trusted-issuers.ts';

/** Findings that there is somebody besides: wrong only if somebody said who alone is meant. */
const BESIDES: readonly FindingCode[] = [
  'TRUST_AUD_SEVERAL',
  'TRUST_SUB_SEVERAL',
  'TRUST_OAUD_SEVERAL',
  'TRUST_PRINCIPAL_BEYOND',
];

/** Findings that a claim is not pinned, which matters less where Entra itself names the role. */
const UNPINNED: readonly FindingCode[] = ['TRUST_NO_SUB', 'TRUST_NO_OAUD'];

/** Findings that make a statement no wider. */
const NO_WIDTH: readonly FindingCode[] = [
  'TRUST_KEY_NEVER_MATCHES',
  'TRUST_PROVIDER_MISTAKEN',
  'TRUST_WIDER_STATEMENT',
];

/**
 * The weaknesses of a policy for each issuer that it trusts, each once, graded by what is known of who is meant:
 * several named identities are worth a look, and fail nobody, until somebody says which of them it is.
 */
export function gradedWeaknesses(
  policy: TrustPolicy,
  contexts: readonly WebIdentityContext[],
  meant: MeantPrincipal,
): readonly GradedFinding[] {
  const found = new Map<string, Finding>();
  const add = (finding: Finding) => {
    const key = `${finding.code} ${finding.path}`;
    const known = found.get(key);
    if (known === undefined || !atLeast(known.severity, finding.severity)) found.set(key, finding);
  };
  const isStranger = (entry: Principal) => isOfAnotherTenant(entry, meant.tenantId);
  const isOwn = ({ value }: Principal) => contexts.some(({ provider }) => provider.arn === value);
  for (const context of contexts) {
    const strict = findWeaknesses(policy, context, (entry) => !isStranger(entry));
    const named = findWeaknesses(policy, context, (entry) => isStranger(entry) || isOwn(entry));
    const besides = named.filter(({ code }) => code === 'TRUST_PRINCIPAL_BEYOND');
    const isKnown = isOneIdentity(meant);
    for (const one of strict) {
      if (isForeignKey(one, context)) continue;
      const lower = BESIDES.includes(one.code) && one.code !== 'TRUST_PRINCIPAL_BEYOND' && !isKnown;
      add(lower ? { ...one, severity: 'low' } : one);
    }
    for (const one of besides) add(isKnown ? one : { ...one, severity: 'low' });
  }
  const lowered = [...found.values()].map((one) => loweredByRolesClaim(one, policy));
  return lowered.flatMap((one) => withoutEmptyWidth(one, lowered)).map(graded);
}

function isOfAnotherTenant(entry: Principal, tenantId: string | undefined): boolean {
  const tenant = issuerOf(entry)?.tenant;
  if (tenantId === undefined || tenant === undefined) return false;
  return tenant.toLowerCase() !== tenantId.toLowerCase();
}

/** Which claims of other providers are condition keys is not known here: only Entra's are. */
function isForeignKey({ code }: Finding, { token }: WebIdentityContext): boolean {
  return code === 'TRUST_KEY_NEVER_MATCHES' && entraIssuer(token.issuer) === undefined;
}

function loweredByRolesClaim(finding: Finding, policy: TrustPolicy): Finding {
  const statement = policy.statements.find(({ id }) => id === finding.statement);
  const lower =
    UNPINNED.includes(finding.code) && statement !== undefined && demandsRolesClaim(statement);
  return lower ? { ...finding, severity: 'low' } : finding;
}

/** A statement is wider than another by the worst of what was found in it, as it is graded here. */
function withoutEmptyWidth(finding: Finding, all: readonly Finding[]): readonly Finding[] {
  if (finding.code !== 'TRUST_WIDER_STATEMENT') return [finding];
  const grades = all
    .filter(({ statement, code }) => statement === finding.statement && !NO_WIDTH.includes(code))
    .map(({ severity }) => severity);
  const worst: Grade = GRADES.find((grade) => grades.includes(grade)) ?? 'low';
  return worst === 'low' ? [] : [{ ...finding, severity: worst }];
}

function graded({ severity, ...finding }: Finding): GradedFinding {
  return { ...finding, grade: severity, line: undefined, accepted: undefined };
}
