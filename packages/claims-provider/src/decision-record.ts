import { createHash } from 'node:crypto';
import type { Callout } from './callout/callout.ts';
import type { DenialReason } from './denial.ts';

/** What is logged of one callout: nothing by which a person is known to who does not know the person already. */
export interface DecisionRecord {
  readonly decision: 'claims' | 'denied';
  readonly reason?: DenialReason;
  /** What was found, where it was denied. */
  readonly detail?: string;
  /** Always the same for the same person. */
  readonly person?: string;
  readonly application?: string;
  /** Leads to the sign-in log of Entra. */
  readonly correlationId?: string;
  readonly roles?: readonly string[];
  readonly milliseconds: number;
}

export type LogDecision = (record: DecisionRecord) => void;

/** The parts that come from the callout, once it could be read. */
export function recordOf(callout: Callout | undefined): Partial<DecisionRecord> {
  if (callout === undefined) return {};
  const { tenantId, personId, clientId, correlationId } = callout;
  return { person: pseudonym(tenantId, personId), application: clientId, correlationId };
}

/** An object ID is random enough that nobody finds it by trying. */
function pseudonym(tenantId: string, personId: string): string {
  return createHash('sha256').update(`${tenantId} ${personId}`).digest('hex').slice(0, 32);
}
