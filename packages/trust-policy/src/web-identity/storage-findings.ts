import type { Statement } from '../document/policy-document.ts';
import { principalMatches } from '../evaluation/evaluate.ts';
import type { Finding } from '../finding.ts';
import { storageObjection } from '../storage/storage-objection.ts';
import { tightened } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** An `Allow` statement that works as it stands, and that IAM would not take back. */
export function storageFindings(statement: Statement, context: WebIdentityContext): Finding[] {
  const objection = storageObjection(statement);
  if (objection === undefined) return [];
  const { principal, id } = statement;
  const isOurs = principalMatches(principal, context.principal.federated) === 'true';
  return [
    {
      code: 'TRUST_NOT_STORABLE',
      severity: 'low',
      statement: id,
      path: objection.path,
      why: `IAM answers "${objection.message}" when given this statement, so the next change of the policy fails.`,
      corrected: isOurs ? tightened(statement, context) : null,
    },
  ];
}
