import { type ReportLine, RunningTotals, reportFormat } from '@entra-aws-creds/audit';
import { RELEASE } from '@entra-aws-creds/core/programs';
import { EXIT, type ExitStatus } from '../command.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { ReportChoice } from './report-flags.ts';

/** What is known of a run when its last line has come. */
interface RunEnd {
  readonly roles: number;
  readonly requests: Readonly<Record<string, number>>;
  /** What somebody should know of it besides, each in a sentence. */
  readonly notices: readonly string[];
}

/**
 * Prints the lines of a report as they come.
 *
 * @returns 1 when something could not be judged, else 2 for findings that count, else 0
 */
export async function printReport(
  title: string,
  lines: AsyncIterable<ReportLine> | Iterable<ReportLine>,
  end: () => RunEnd,
  { format: name, failOn, acceptances }: ReportChoice,
  terminal: Terminal,
  now: Date,
): Promise<ExitStatus> {
  const format = reportFormat(name, terminal.hasColour);
  const totals = new RunningTotals();
  // Whoever fails before there is anything to tell prints nothing: half a document is worse than none.
  let head = format.begin({ title, made: now.toISOString(), release: RELEASE });
  for await (const line of lines) {
    totals.add(line);
    terminal.print(head + format.line(line));
    head = '';
  }
  const { roles, requests, notices } = end();
  terminal.print(
    format.end(totals.totals(roles, [...acceptances.notices(), ...notices], requests)),
  );
  if (totals.unjudged > 0) return EXIT.failed;
  return totals.reaches(failOn) ? EXIT.findings : EXIT.done;
}
