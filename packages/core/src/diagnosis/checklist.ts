import { asStepFailure } from '../failure/step-failure.ts';
import {
  CHECK_TITLES,
  type Check,
  type CheckName,
  type CheckResult,
  checkFailure,
} from './check.ts';

/** Who is shown the checklist while it fills. */
export interface ChecklistReader {
  begins(name: CheckName, title: string): void;
  ends(check: Check): void;
}

interface Findings {
  readonly facts?: readonly string[];
  readonly warnings?: readonly string[];
  readonly failures?: readonly unknown[];
}

const NAMES = Object.keys(CHECK_TITLES) as readonly CheckName[];

/** What is looked at one after another, each once. After {@link close}, nothing is added. */
export class Checklist {
  readonly #reader: ChecklistReader;
  readonly #line: (text: string) => string;
  readonly #checks = new Map<CheckName, Check>();
  #current: CheckName | undefined;
  #closed = false;

  /** @param line makes a text fit to be shown */
  constructor(reader: ChecklistReader, line: (text: string) => string) {
    this.#reader = reader;
    this.#line = line;
  }

  begin(name: CheckName): void {
    if (this.#closed) return;
    this.#current = name;
    this.#reader.begins(name, CHECK_TITLES[name]);
  }

  end(name: CheckName, { facts = [], warnings = [], failures = [] }: Findings): void {
    const result =
      failures.length > 0 ? 'failed' : warnings.length > 0 ? 'warning' : ('passed' as const);
    this.#add(name, result, { facts, warnings, failures });
  }

  passed(name: CheckName): boolean {
    const result = this.#checks.get(name)?.result;
    return result === 'passed' || result === 'warning';
  }

  /** The check that is under way fails, or else the first that was not begun. */
  fail(error: unknown): void {
    const name = this.#current ?? NAMES.find((one) => !this.#checks.has(one)) ?? 'inputs';
    this.end(name, { failures: [error] });
  }

  /** @returns every check in its order; those that were not made as not tried */
  close(): readonly Check[] {
    for (const name of NAMES) {
      if (!this.#checks.has(name)) this.#add(name, 'not-tried', {});
    }
    this.#closed = true;
    return NAMES.flatMap((name) => this.#checks.get(name) ?? []);
  }

  #add(name: CheckName, result: CheckResult, findings: Findings): void {
    if (this.#closed || this.#checks.has(name)) return;
    const { facts = [], warnings = [], failures = [] } = findings;
    const all = failures
      .map(asStepFailure)
      .flatMap((one) => (one.parts.length > 0 ? one.parts : one));
    const check = {
      name,
      title: CHECK_TITLES[name],
      result,
      facts: facts.map(this.#line),
      warnings: warnings.map(this.#line),
      failures: all.map((failure) => checkFailure(failure, this.#line)),
    };
    this.#checks.set(name, check);
    if (this.#current === name) this.#current = undefined;
    this.#reader.ends(check);
  }
}
