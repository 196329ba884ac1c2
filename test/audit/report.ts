import {
  Acceptances,
  FileAudit,
  type FormatName,
  type MeantPrincipal,
  type ReportLine,
  RunningTotals,
  reportFormat,
} from '../../packages/audit/src/index.ts';

export const RELEASE = { repository: 'https://github.com/org/entra-aws-creds', version: '1.0.0' };

/** What the audit of one file finds. */
export function linesOf(text: string, file = 'x.json', meant: MeantPrincipal = {}): ReportLine[] {
  const audit = new FileAudit({ meant, allProviders: false }, new Acceptances([], new Date(0)));
  return [...audit.linesOf({ file, text })];
}

/** A whole report. */
export function report(
  format: FormatName,
  lines: readonly ReportLine[],
  notices: readonly string[] = [],
): string {
  const writer = reportFormat(format, false);
  const totals = new RunningTotals();
  const about = { title: 'Trust policies', made: '2026-11-21T12:00:00.000Z', release: RELEASE };
  const head = writer.begin(about);
  const written = lines.map((line) => {
    totals.add(line);
    return writer.line(line);
  });
  return [
    head,
    ...written,
    writer.end(totals.totals(lines.length, notices, { 'iam:ListRoles': 1 })),
  ].join('');
}
