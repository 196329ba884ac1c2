import type { StatementJson } from './web-identity/required-trust.ts';

/**
 * Every weakness that is found in what a policy says to a web identity; `CHAIN_FINDING_CODES` are those of
 * assumed roles. The codes are stable, and `docs/trust-policy.md` explains them in this order.
 */
export const FINDING_CODES = [
  'TRUST_NO_AUD',
  'TRUST_AUD_SEVERAL',
  'TRUST_NO_SUB',
  'TRUST_SUB_SEVERAL',
  'TRUST_NO_OAUD',
  'TRUST_OAUD_SEVERAL',
  'TRUST_ROLES_CLAIM_OPTIONAL',
  'TRUST_WILDCARD',
  'TRUST_MISSING_KEY',
  'TRUST_KEY_NEVER_MATCHES',
  'TRUST_WIDER_STATEMENT',
  'TRUST_PRINCIPAL_EVERYONE',
  'TRUST_PRINCIPAL_BEYOND',
  'TRUST_PROVIDER_MISTAKEN',
  'TRUST_NOT_PRINCIPAL',
  'TRUST_ACTION_WIDE',
  'TRUST_NOT_ACTION',
  'TRUST_NOT_STORABLE',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** `high`: others than this pipeline get in. `medium`: they could. `low`: worth a look. */
export type Severity = 'high' | 'medium' | 'low';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The statement's Sid, or `Statement[0]`. */
  readonly statement: string;
  /** JSON path of what is weak. */
  readonly path: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** The statement as it should be; null when it should go. */
  readonly corrected: StatementJson | null;
}

const RANK: Readonly<Record<Severity, number>> = { high: 2, medium: 1, low: 0 };

export function moreSevere(one: Severity, other: Severity): Severity {
  return RANK[one] >= RANK[other] ? one : other;
}
