import { FINDING_CODES } from '@entra-aws-creds/trust-policy';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { AUDIT_FINDING_CODES, type GradedFinding } from '../judging/graded-finding.ts';

/** A finding that somebody has decided to live with, for a while. */
export interface AcceptedRisk {
  /** The role's ARN; what a file calls it that does not say one; `aws/ACCOUNT/user/NAME` for a stored key. */
  readonly role: string;
  readonly finding: string;
  readonly reason: string;
  /** The last day, `2027-01-31`, UTC. */
  readonly until: string;
}

/** What is wrong in a file of accepted risks, in a sentence with its line. */
export class WrongAcceptedRisks extends Error {
  override readonly name = 'WrongAcceptedRisks';
}

const MEMBERS = ['role', 'finding', 'reason', 'until'] as const;
const CODES: readonly string[] = [...FINDING_CODES, ...AUDIT_FINDING_CODES];

/**
 * Reads a list of accepted risks, YAML or JSON: `{role, finding, reason, until}` each, all of them required.
 *
 * @throws WrongAcceptedRisks
 */
export function parseAcceptedRisks(text: string): readonly AcceptedRisk[] {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const [error] = document.errors;
  const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
  if (error !== undefined) {
    throw new WrongAcceptedRisks(
      `Line ${lines.linePos(error.pos[0]).line} is neither YAML nor JSON: ${error.message}.`,
    );
  }
  const root = document.contents;
  if (root === null) return [];
  if (!isSeq(root))
    throw new WrongAcceptedRisks('It must be a list of {role, finding, reason, until}.');
  return (root.items as Node[]).map((item) => {
    const wrong = (what: string) => new WrongAcceptedRisks(`Line ${lineOf(item)}: ${what}`);
    if (!isMap(item)) throw wrong('an entry must have role, finding, reason and until.');
    const entry: Record<string, unknown> = item.toJS(document, { maxAliasCount: 0 });
    const unknown = Object.keys(entry).find(
      (name) => !(MEMBERS as readonly string[]).includes(name),
    );
    if (unknown !== undefined)
      throw wrong(`${JSON.stringify(unknown.slice(0, 40))} is not a member of an entry.`);
    const missing = MEMBERS.find(
      (name) => typeof entry[name] !== 'string' || String(entry[name]).trim() === '',
    );
    if (missing !== undefined) throw wrong(`${missing} is missing, or is not a text.`);
    const { role, finding, reason, until } = entry as Record<(typeof MEMBERS)[number], string>;
    if (!CODES.includes(finding))
      throw wrong(`${JSON.stringify(finding.slice(0, 40))} is not a finding.`);
    if (!isDay(until)) throw wrong('until must be a day such as 2027-01-31.');
    return { role, finding, reason, until };
  });
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Marks findings as accepted as they pass, and notes what of the list had no effect. */
export class Acceptances {
  readonly #risks: readonly AcceptedRisk[];
  readonly #today: string;
  readonly #used = new Set<AcceptedRisk>();
  readonly #expired = new Set<AcceptedRisk>();

  constructor(risks: readonly AcceptedRisk[], now: Date) {
    this.#risks = risks;
    this.#today = now.toISOString().slice(0, 10);
  }

  /** @param names every name that the list may know the role by */
  mark(finding: GradedFinding, names: readonly (string | undefined)[]): GradedFinding {
    const risk = this.#risks.find(
      (one) => one.finding === finding.code && names.includes(one.role),
    );
    if (risk === undefined) return finding;
    if (risk.until < this.#today) {
      this.#expired.add(risk);
      return finding;
    }
    this.#used.add(risk);
    return { ...finding, accepted: { reason: risk.reason, until: risk.until } };
  }

  /** Entries that have expired, and entries that nothing was found for, each in a sentence. */
  notices(): readonly string[] {
    return this.#risks.flatMap((risk) => {
      const { role, finding, until } = risk;
      if (this.#expired.has(risk))
        return [`${finding} of ${role} was accepted until ${until} and counts again.`];
      if (this.#used.has(risk)) return [];
      return [
        `${finding} of ${role} is on the list of accepted risks and was not found: take it off the list.`,
      ];
    });
  }
}
