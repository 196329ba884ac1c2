import { quoted, quotedList } from '../document/parse-problem.ts';
import type { Principal, Statement } from '../document/policy-document.ts';
import { actionMatches, principalMatches } from '../evaluation/evaluate.ts';
import { handsOutRole } from '../evaluation/role-handout.ts';
import type { IsExpected } from '../expected-principal.ts';
import type { Finding, FindingCode, Severity } from '../finding.ts';
import { type MistakeKind, mistakeInProvider } from './mistaken-key.ts';
import { tightened } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/**
 * Principals of one `Allow` statement other than this token's provider and those that are expected. That
 * conditions guard them makes them no less: they are conditions for others.
 */
export function principalFindings(
  statement: Statement,
  context: WebIdentityContext,
  isExpected: IsExpected,
): Finding[] {
  const { principal, action } = statement;
  if (!handsOutRole(action)) return [];
  const others = new Map<FindingCode, Principal[]>();
  let meantUs = principal.negated;
  for (const entry of principal.negated ? [] : principal.entries) {
    const code = judge(entry, context);
    if (code === undefined || (code === 'TRUST_PRINCIPAL_BEYOND' && isExpected(entry))) continue;
    meantUs ||= isOfThisTenant(entry, context);
    others.set(code, [...(others.get(code) ?? []), entry]);
  }
  const concernsUs =
    meantUs || principalMatches(principal, context.principal.federated) !== 'false';
  const corrected = concernsUs ? tightened(statement, context) : null;
  const finding = (code: FindingCode, severity: Severity, path: string, why: string): Finding => {
    return { code, severity, statement: statement.id, path, why, corrected };
  };
  if (principal.negated) {
    const why = 'NotPrincipal with Allow admits everyone except the principals it names.';
    return [finding('TRUST_NOT_PRINCIPAL', 'high', principal.path, why)];
  }
  const isCalledBySignature = actionMatches(action, 'sts:AssumeRole') === 'true';
  return [...others].map(([code, entries]) => {
    const path = entries[0]?.path ?? principal.path;
    const severity = code === 'TRUST_PROVIDER_MISTAKEN' ? 'medium' : 'high';
    return finding(code, severity, path, sentence(code, entries, isCalledBySignature, context));
  });
}

/** Slips that make a provider whose tokens nobody can have, or that IAM looks for elsewhere. */
const HARMLESS: readonly MistakeKind[] = ['slash', 'scheme', 'another-account'];

function judge(entry: Principal, context: WebIdentityContext): FindingCode | undefined {
  if (entry.value === '*') return 'TRUST_PRINCIPAL_EVERYONE';
  if (entry.type !== 'Federated') return 'TRUST_PRINCIPAL_BEYOND';
  const mistake = mistakeInProvider(entry.value, context);
  if (mistake === undefined) return undefined;
  const slip = mistake.meant !== undefined && HARMLESS.includes(mistake.kind);
  return slip ? 'TRUST_PROVIDER_MISTAKEN' : 'TRUST_PRINCIPAL_BEYOND';
}

/** Whether this token's provider was probably meant. */
function isOfThisTenant({ value }: Principal, context: WebIdentityContext): boolean {
  const mistake = mistakeInProvider(value, context);
  return mistake?.meant !== undefined && mistake.kind !== 'another-tenant';
}

function sentence(
  code: FindingCode,
  entries: readonly Principal[],
  isCalledBySignature: boolean,
  context: WebIdentityContext,
): string {
  const [first] = entries;
  const value = first?.value ?? '';
  if (code === 'TRUST_PROVIDER_MISTAKEN') {
    const reason = mistakeInProvider(value, context)?.reason ?? 'is another provider';
    return `${quoted(value)} ${reason}: tokens like this one come from ${context.provider.arn}.`;
  }
  if (code === 'TRUST_PRINCIPAL_EVERYONE') {
    if (first?.type === 'AWS' && !isCalledBySignature) {
      return 'AWS documents {"AWS": "*"} as everyone. It was seen to admit no token, and no other call is allowed here; AWS can change the one, and any edit the other.';
    }
    return 'The principal "*" is everyone: the conditions alone decide who gets the role.';
  }
  return `${quotedList(entries.map((entry) => entry.value))} can assume the role too, without a token of this provider.`;
}
