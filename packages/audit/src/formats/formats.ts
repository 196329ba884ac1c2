import { csvFormat } from './csv.ts';
import { htmlFormat } from './html.ts';
import { jsonFormat } from './json.ts';
import type { ReportFormat } from './report-format.ts';
import { sarifFormat } from './sarif.ts';
import { tableFormat } from './table.ts';

export const FORMAT_NAMES = ['table', 'json', 'sarif', 'html', 'csv'] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

/** @param hasColour of the terminal that a table is for */
export function reportFormat(name: FormatName, hasColour: boolean): ReportFormat {
  switch (name) {
    case 'table':
      return tableFormat(hasColour);
    case 'json':
      return jsonFormat();
    case 'sarif':
      return sarifFormat();
    case 'html':
      return htmlFormat();
    case 'csv':
      return csvFormat();
  }
}
