import type { Statement, TrustPolicy } from '../document/policy-document.ts';
import { actionMatches, principalMatches } from '../evaluation/evaluate.ts';
import { type IsExpected, NOBODY_ELSE } from '../expected-principal.ts';
import { type Finding, moreSevere, type Severity } from '../finding.ts';
import { actionFindings } from './action-findings.ts';
import { claimFindings } from './claim-findings.ts';
import { keyFindings } from './key-findings.ts';
import { principalFindings } from './principal-findings.ts';
import { tightened } from './required-trust.ts';
import { rolesClaimFindings } from './roles-claim-findings.ts';
import { storageFindings } from './storage-findings.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/**
 * How much wider than this token a policy is, and where it does not test what it says. In
 * the order of the statements; none for the policy of {@link requiredTrust}. Principals that are expected
 * are none of its business, nor are the conditions that hold them.
 */
export function findWeaknesses(
  policy: TrustPolicy,
  context: WebIdentityContext,
  isExpected: IsExpected = NOBODY_ELSE,
): Finding[] {
  const judged = policy.statements.map((statement) => {
    const concerns =
      actionMatches(statement.action, context.action) === 'true' &&
      principalMatches(statement.principal, context.principal.federated) !== 'false';
    const findings = judge(statement, concerns, policy, context, isExpected);
    return { statement, concerns, findings };
  });
  const allows = judged.filter(({ statement, concerns }) => {
    return concerns && statement.effect === 'Allow';
  });
  const tight = allows.find(({ findings }) => widthOf(findings) === 'low');
  return judged.flatMap(({ statement, findings }) => {
    const severity = widthOf(findings);
    const wider = allows.some((one) => one.statement === statement) && severity !== 'low';
    if (tight === undefined || !wider) return findings;
    return [
      ...findings,
      {
        code: 'TRUST_WIDER_STATEMENT',
        severity,
        statement: statement.id,
        path: statement.path,
        why: `One Allow is enough: this statement undoes what ${tight.statement.id} demands.`,
        corrected: tightened(statement, context),
      },
    ];
  });
}

function judge(
  statement: Statement,
  concerns: boolean,
  policy: TrustPolicy,
  context: WebIdentityContext,
  isExpected: IsExpected,
): Finding[] {
  if (statement.effect === 'Deny') return concerns ? keyFindings(statement, context) : [];
  const principals = principalFindings(statement, context, isExpected);
  const storage = storageFindings(statement, context);
  if (!concerns) return [...principals, ...storage];
  return [
    ...principals,
    ...actionFindings(statement, context),
    ...claimFindings(statement, policy, context),
    ...rolesClaimFindings(statement, policy, context),
    ...keyFindings(statement, context),
    ...storage,
  ];
}

/** The worst of what makes a statement wide; a key that never matches does not. */
function widthOf(findings: readonly Finding[]): Severity {
  return findings
    .filter(({ code }) => code !== 'TRUST_KEY_NEVER_MATCHES' && code !== 'TRUST_PROVIDER_MISTAKEN')
    .reduce<Severity>((worst, { severity }) => moreSevere(worst, severity), 'low');
}
