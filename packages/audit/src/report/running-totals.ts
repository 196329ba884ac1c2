import { atLeast, type Grade, type GradedFinding } from '../judging/graded-finding.ts';
import type { AccountTotals, ReportLine, ReportTotals } from './report-line.ts';

type Counts = Record<Grade, number>;

const NONE: Counts = { high: 0, medium: 0, low: 0 };

/** Counts the lines of a report as they pass; of the lines themselves it keeps nothing. */
export class RunningTotals {
  readonly #accounts = new Map<string, Counts>();
  #matching = 0;
  #unjudged = 0;
  #accepted = 0;

  add(line: ReportLine): void {
    if (line.kind === 'unjudged') this.#unjudged++;
    if (line.kind === 'role') this.#matching++;
    const account = line.kind === 'role' ? line.role.account : line.account;
    const counts = this.#countsOf(account ?? '');
    for (const { grade, accepted } of findingsOf(line)) {
      if (accepted === undefined) counts[grade]++;
      else this.#accepted++;
    }
  }

  /** Whether a finding counts that is as bad as `threshold`, or worse. */
  reaches(threshold: Grade): boolean {
    const counts = this.#sum();
    return (Object.keys(counts) as Grade[]).some(
      (grade) => atLeast(grade, threshold) && counts[grade] > 0,
    );
  }

  get unjudged(): number {
    return this.#unjudged;
  }

  /** @param roles how many were looked at */
  totals(
    roles: number,
    notices: readonly string[],
    requests: Readonly<Record<string, number>>,
  ): ReportTotals {
    return {
      roles,
      matching: this.#matching,
      unjudged: this.#unjudged,
      ...this.#sum(),
      accepted: this.#accepted,
      notices,
      requests,
      accounts: [...this.#accounts].map(
        ([account, counts]): AccountTotals => ({ account, ...counts }),
      ),
    };
  }

  #countsOf(account: string): Counts {
    const counts = this.#accounts.get(account) ?? { ...NONE };
    this.#accounts.set(account, counts);
    return counts;
  }

  #sum(): Counts {
    return [...this.#accounts.values()].reduce(
      (sum, { high, medium, low }) => ({
        high: sum.high + high,
        medium: sum.medium + medium,
        low: sum.low + low,
      }),
      NONE,
    );
  }
}

/** The findings on a line of a report. */
export function findingsOf(line: ReportLine): readonly GradedFinding[] {
  if (line.kind === 'role') return line.findings;
  return line.kind === 'key' ? [line.finding] : [];
}
