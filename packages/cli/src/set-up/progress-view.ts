import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { RoleProgress } from './role-progress.ts';

/** How far the role is, for people. */
export function printProgress(progress: RoleProgress, terminal: Terminal): void {
  const { role, status, bound, subject, next } = progress;
  const rows: Rows = [
    ['Role', role],
    ['Automation', status ?? SILENT],
    ['Client ID', bound?.clientId ?? 'none'],
    ['Tenant', bound?.tenantId ?? 'none'],
    ['Subject', subject ?? 'none'],
    ['Certificate', certificateText(progress)],
    ['Next', next],
  ];
  printRows(rows, terminal);
}

/** What of it cannot be seen from both sides. */
export function printAutomation({ status, next }: RoleProgress, terminal: Terminal): void {
  const rows: Rows = [
    ['Automation', status ?? SILENT],
    ['Next', next],
  ];
  printRows(rows, terminal);
}

type Rows = readonly (readonly [label: string, value: string])[];

const SILENT = 'has said nothing';

function printRows(rows: Rows, terminal: Terminal): void {
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) {
    terminal.print(`${label.padEnd(width)}  ${plainLine(value)}\n`);
  }
}

function certificateText({ certificate }: RoleProgress): string {
  if (certificate === null) return 'none';
  const { sha256, ends, problem } = certificate;
  if (problem !== null) return 'cannot be taken';
  return `SHA-256 ${sha256}, ${ends === null ? 'which has ended' : `until ${ends.slice(0, 10)}`}`;
}
