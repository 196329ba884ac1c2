import type { FindingCode, Severity, StatementJson } from '@entra-aws-creds/trust-policy';

/** What an audit finds besides the weaknesses of a policy. The codes are stable, docs/audit.md explains them. */
export const AUDIT_FINDING_CODES = [
  'AUDIT_NOT_ADMITTED',
  'AUDIT_PROVIDER_MISSING',
  'AUDIT_AUDIENCE_MISSING',
  'AUDIT_ROLE_UNUSED',
  'AUDIT_APPLICATION_MISSING',
  'AUDIT_APPLICATION_DISABLED',
  'AUDIT_CERTIFICATE_ENDS',
  'AUDIT_SECRET_ON_APPLICATION',
  'AUDIT_STORED_KEY',
] as const;

export type AuditFindingCode = (typeof AUDIT_FINDING_CODES)[number];

export type Grade = Severity;

/** The worst first. */
export const GRADES: readonly Grade[] = ['high', 'medium', 'low'];

/** Why a finding does not count, until when. */
interface Acceptance {
  readonly reason: string;
  /** The last day on which it counts as accepted, `2027-01-31`. */
  readonly until: string;
}

/** A finding about one role. */
export interface GradedFinding {
  readonly code: FindingCode | AuditFindingCode;
  readonly grade: Grade;
  /** The statement's Sid, or `Statement[0]`; undefined where it is about the role. */
  readonly statement: string | undefined;
  /** JSON path within the policy. */
  readonly path: string | undefined;
  /** Line in the role's file, from 1. */
  readonly line: number | undefined;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** The statement as it should be; null when it should go; undefined where no statement is at fault. */
  readonly corrected: StatementJson | null | undefined;
  /** Set by the list of accepted risks. */
  readonly accepted: Acceptance | undefined;
}

/** Whether a grade is as bad as another, or worse. */
export function atLeast(grade: Grade, threshold: Grade): boolean {
  return GRADES.indexOf(grade) <= GRADES.indexOf(threshold);
}
