import { quoted } from '../document/parse-problem.ts';
import type { Principal, Statement } from '../document/policy-document.ts';
import { principalMatches } from '../evaluation/evaluate.ts';
import type { Finding, FindingCode, Severity } from '../finding.ts';
import { mistakeInProvider } from './mistaken-key.ts';
import { tightened } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** Principals of one `Allow` statement other than this token's provider. */
export function principalFindings(statement: Statement, context: WebIdentityContext): Finding[] {
  const { principal } = statement;
  const others = new Map<FindingCode, Principal[]>();
  if (!principal.negated) {
    for (const entry of principal.entries) {
      const code = judge(entry, context);
      if (code === undefined) continue;
      const list = others.get(code);
      if (list === undefined) others.set(code, [entry]);
      else list.push(entry);
    }
  }
  const concernsUs =
    principal.negated ||
    others.has('TRUST_PROVIDER_MISTAKEN') ||
    principalMatches(principal, context.principal.federated) !== 'false';
  const corrected = concernsUs ? tightened(statement, context) : null;
  const finding = (code: FindingCode, severity: Severity, path: string, why: string): Finding => {
    return { code, severity, statement: statement.id, path, why, corrected };
  };
  if (principal.negated) {
    const why = 'NotPrincipal with Allow admits everyone but the principals it names.';
    return [finding('TRUST_NOT_PRINCIPAL', 'high', principal.path, why)];
  }
  return [...others].map(([code, entries]) => {
    const path = entries[0]?.path ?? principal.path;
    const severity = code === 'TRUST_PRINCIPAL_EVERYONE' ? 'high' : 'medium';
    return finding(code, severity, path, sentence(code, entries, context));
  });
}

function judge(entry: Principal, context: WebIdentityContext): FindingCode | undefined {
  if (entry.value === '*') return 'TRUST_PRINCIPAL_EVERYONE';
  if (entry.type !== 'Federated') return 'TRUST_PRINCIPAL_BEYOND';
  const mistake = mistakeInProvider(entry.value, context);
  if (mistake === undefined) return undefined;
  // A provider of another tenant is no slip of the pen: whoever holds that tenant gets in.
  const slip = mistake.meant !== undefined && mistake.kind !== 'another-tenant';
  return slip ? 'TRUST_PROVIDER_MISTAKEN' : 'TRUST_PRINCIPAL_BEYOND';
}

function sentence(
  code: FindingCode,
  entries: readonly Principal[],
  context: WebIdentityContext,
): string {
  const [first] = entries;
  const value = first?.value ?? '';
  if (code === 'TRUST_PROVIDER_MISTAKEN') {
    const reason = mistakeInProvider(value, context)?.reason ?? 'is another provider';
    return `${quoted(value)} ${reason}: tokens as this one come from ${context.provider.arn}.`;
  }
  if (code === 'TRUST_PRINCIPAL_EVERYONE') {
    return 'The principal "*" is everyone: the conditions alone decide who gets the role.';
  }
  const more = entries.length > 1 ? ` and ${entries.length - 1} more` : '';
  return `${quoted(value)}${more} can take the role too, without a token of this provider.`;
}
