import type { ReportAbout, ReportLine, ReportTotals } from '../report/report-line.ts';

/** Writes a report as its lines come; holds none of them. */
export interface ReportFormat {
  begin(about: ReportAbout): string;
  line(line: ReportLine): string;
  end(totals: ReportTotals): string;
}
