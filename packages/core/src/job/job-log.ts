import { INPUT_NAMES, type InputName } from '../1-inputs/input-name.ts';
import type { StepFailure } from '../failure/step-failure.ts';
import { plainText } from '../text/log-line.ts';
import { failureReport } from './failure-report.ts';
import type { JobHost, Report, SourceLocation } from './job-host.ts';
import type { Masks } from './masks.ts';
import { describeRun } from './pipeline-run.ts';

const INPUT_IN_TEXT = /"([a-z]+(?:-[a-z]+)*)"/g;
const NAMES: ReadonlySet<string> = new Set(INPUT_NAMES);

/** `text` with the inputs that it names called as `label` calls them. */
export function withInputsNamed(text: string, label: (name: InputName) => string): string {
  return text.replace(INPUT_IN_TEXT, (quoted, name: string) =>
    NAMES.has(name) ? `"${label(name as InputName)}"` : quoted,
  );
}

/** Who shows the log. */
export type LogHost = Pick<
  JobHost,
  'run' | 'label' | 'info' | 'warning' | 'error' | 'fail' | 'report'
>;

/** The only way of core's texts to the job log: single lines, no secrets, inputs named as the host names them. */
export class JobLog {
  readonly #job: LogHost;
  readonly #masks: Masks;

  constructor(job: LogHost, masks: Masks) {
    this.#job = job;
    this.#masks = masks;
  }

  info(text: string): void {
    this.#job.info(this.line(text));
  }

  warning(text: string, location?: SourceLocation): void {
    this.#job.warning(this.line(text), location);
  }

  fail(failure: StepFailure): void {
    for (const part of failure.parts) {
      this.#job.error(this.line(part.describe(this.#masks.redact)));
      for (const note of part.notes) this.info(note);
    }
    this.#job.fail(this.line(failure.describe(this.#masks.redact)));
    for (const note of failure.notes) this.info(note);
    this.report(failureReport(failure, this.#masks.redact));
  }

  /** The run stands in every report: it is what leads from one to the other. */
  report({ title, rows, documents }: Report): void {
    const all = [...rows, ['Run', describeRun(this.#job.run)] as const];
    this.#job.report({
      title,
      rows: all.map(([label, value]) => [label, this.line(value)] as const),
      documents: documents.map((document) => ({
        title: this.line(document.title),
        json: this.#masks.redact(document.json),
      })),
    });
  }

  /** `text` as the log shows it. */
  line(text: string): string {
    const named = withInputsNamed(text, (name) => this.#job.label(name));
    return plainText(this.#masks.redact(named), 6_000);
  }
}
