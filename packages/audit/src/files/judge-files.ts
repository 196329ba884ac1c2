import type { Acceptances } from '../accepting/accepted-risks.ts';
import { judgeRole, type Question } from '../judging/judge-role.ts';
import { readFailure } from '../judging/read-failure.ts';
import type { ReportLine } from '../report/report-line.ts';
import { readPolicyFile } from './policy-file.ts';

export interface PolicyFile {
  /** Its path, as to be shown. */
  readonly file: string;
  readonly text: string;
}

/** Judges every trust policy of some files; calls nobody. */
export class FileAudit {
  #roles = 0;
  readonly #question: Question;
  readonly #acceptances: Acceptances;

  constructor(question: Question, acceptances: Acceptances) {
    this.#question = question;
    this.#acceptances = acceptances;
  }

  /** Roles seen so far. */
  get roles(): number {
    return this.#roles;
  }

  *linesOf({ file, text }: PolicyFile): Generator<ReportLine> {
    const { roles, unjudged } = readPolicyFile(file, text);
    for (const one of unjudged) yield { kind: 'unjudged', ...one };
    for (const role of roles) {
      this.#roles++;
      const failure = readFailure(role);
      if (failure !== undefined) yield { kind: 'unjudged', ...failure };
      const judged = judgeRole(role, this.#question);
      if (judged === undefined) continue;
      const names = [role.arn, role.name];
      const findings = judged.findings.map((one) => this.#acceptances.mark(one, names));
      yield { kind: 'role', ...judged, findings, lastUse: undefined, applications: [] };
    }
  }
}
