import type { GradedFinding } from '../judging/graded-finding.ts';
import type { RoleJudgement } from '../judging/judge-role.ts';
import type { Unjudged } from '../role-policy.ts';

/** What a report begins with. */
export interface ReportAbout {
  /** `Trust policies in files`, `Trust policies of an account`. */
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly release: { readonly repository: string; readonly version: string };
}

/** When a role was last assumed by anybody, as far as IAM keeps it: 400 days. */
export interface LastUse {
  /** ISO 8601; null for a role that was not used since IAM began to count. */
  readonly at: string | null;
  readonly region: string | undefined;
}

/** A role that lets in who was asked about. */
export interface RoleLine extends RoleJudgement {
  readonly kind: 'role';
  /** Undefined in files, which do not know. */
  readonly lastUse: LastUse | undefined;
  readonly findings: readonly GradedFinding[];
  /** What Entra knows of those who get in, each in a sentence; empty where it was not asked. */
  readonly applications: readonly string[];
}

export interface UnjudgedLine extends Unjudged {
  readonly kind: 'unjudged';
}

/** A stored key that a login with Entra would take the place of. */
export interface KeyLine {
  readonly kind: 'key';
  readonly account: string;
  readonly user: string;
  /** The last four characters: the whole of it is nobody's business. */
  readonly keyEnding: string;
  readonly ageDays: number;
  /** ISO 8601; null when never used. */
  readonly lastUse: LastUse;
  readonly service: string | undefined;
  /** Why it looks like a pipeline's; undefined when it does not. */
  readonly pipeline: string | undefined;
  /** What would take its place, as commands and text. */
  readonly instead: readonly string[];
  readonly finding: GradedFinding;
}

/** One line of a report, as it comes. */
export type ReportLine = RoleLine | UnjudgedLine | KeyLine;

/** What the whole of it came to. */
export interface ReportTotals {
  /** Roles that were looked at, and those of them that trust whom was asked about. */
  readonly roles: number;
  readonly matching: number;
  readonly unjudged: number;
  /** Findings that count, by grade; and those that are accepted. */
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly accepted: number;
  /** What somebody should know of the run, each in a sentence. */
  readonly notices: readonly string[];
  /** Requests by service and operation; empty where nothing was asked. */
  readonly requests: Readonly<Record<string, number>>;
  /** By account, in the order of the lines; files are one without a number. */
  readonly accounts: readonly AccountTotals[];
}

export interface AccountTotals {
  /** Empty for files that do not say. */
  readonly account: string;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}
