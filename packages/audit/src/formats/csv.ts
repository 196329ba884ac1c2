import type { GradedFinding } from '../judging/graded-finding.ts';
import type { ReportLine } from '../report/report-line.ts';
import { findingsOf } from '../report/running-totals.ts';
import type { ReportFormat } from './report-format.ts';

const COLUMNS = [
  'kind',
  'account',
  'name',
  'arn',
  'file',
  'line',
  'grade',
  'finding',
  'statement',
  'path',
  'why',
  'corrected',
  'who gets in',
  'last used',
  'accepted until',
  'accepted because',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** A row for each finding, and one for each role without; RFC 4180. */
export function csvFormat(): ReportFormat {
  return {
    begin: () => `${COLUMNS.map(cell).join(',')}\r\n`,
    line: (line) => rowsOf(line).map(written).join(''),
    end: () => '',
  };
}

function written(row: Row): string {
  return `${COLUMNS.map((name) => cell(row[name] ?? '')).join(',')}\r\n`;
}

/**
 * A cell that no spreadsheet takes for a formula, whoever named the role or the user.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const isFormula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text);
  return `"${(isFormula ? `'${text}` : text).replaceAll('"', '""')}"`;
}

function rowsOf(line: ReportLine): readonly Row[] {
  const about = aboutLine(line);
  const findings = findingsOf(line);
  return findings.length === 0
    ? [about]
    : findings.map((one) => ({ ...about, ...aboutFinding(one) }));
}

function aboutLine(line: ReportLine): Row {
  if (line.kind === 'key') {
    const name = `${line.user} …${line.keyEnding}`;
    return { kind: 'key', account: line.account, name, 'last used': line.lastUse.at ?? 'never' };
  }
  if (line.kind === 'unjudged') {
    const { role, account = '', place, why } = line;
    const at = String(place.line ?? '');
    return { kind: 'unjudged', account, name: role ?? '', file: place.artifact, line: at, why };
  }
  const { role, whoGetsIn, lastUse } = line;
  return {
    kind: 'role',
    account: role.account ?? '',
    name: role.name,
    arn: role.arn ?? '',
    file: role.place.artifact,
    line: String(role.place.line ?? ''),
    'who gets in': whoGetsIn.join(' '),
    'last used': lastUse === undefined ? '' : (lastUse.at ?? 'never'),
  };
}

function aboutFinding(finding: GradedFinding): Row {
  const { grade, code, statement, path, line, why, corrected, accepted } = finding;
  return {
    grade,
    finding: code,
    statement: statement ?? '',
    path: path ?? '',
    ...(line === undefined ? {} : { line: String(line) }),
    why,
    corrected: corrected === undefined ? '' : JSON.stringify(corrected),
    'accepted until': accepted?.until ?? '',
    'accepted because': accepted?.reason ?? '',
  };
}
