import type {
  AccountReport,
  NightReport,
  PlannedDeed,
  PlannedRole,
} from '@entra-aws-creds/organization/deployed';
import { PROGRAM } from '../help.ts';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { countOf } from './table.ts';

const SIGNS: Readonly<Record<PlannedDeed, string>> = {
  'make-providers': '+',
  bind: '+',
  mend: '~',
  'let-go': '-',
  stopped: '!',
};
/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const COLOURS: Readonly<Record<string, number>> = { '+': 32, '~': 33, '-': 31, '!': 35 };

/** What a night would do, account by account, as a plan. */
export function printPlannedNight(report: NightReport, terminal: Terminal): void {
  for (const one of report.reports) {
    terminal.print(`${plainLine(one.account)}${failedPart(one)}\n`);
    for (const role of one.roles ?? []) terminal.print(`  ${roleLine(role, terminal)}\n`);
    const more = one.toDo - (one.roles?.length ?? 0);
    if (more > 0) {
      terminal.print(
        `  and ${more} more: ${PROGRAM} organization plan --account ${plainLine(one.account)}\n`,
      );
    }
  }
  terminal.print(
    `${countOf(report.accounts, 'account')}, ${countOf(report.bound, 'role')} bound, ${report.toDo === 0 ? 'nothing to do' : `${report.toDo} to do`}.\n`,
  );
}

function failedPart({ failed }: AccountReport): string {
  if (failed === undefined) return '';
  const why = failed.why === undefined ? '' : `: ${plainLine(failed.why)}`;
  return `  could not be looked at (${plainLine(failed.error)}${why})`;
}

function roleLine(planned: PlannedRole, { hasColour }: Terminal): string {
  const sign = SIGNS[planned.do] ?? '?';
  const line = plainLine(
    `${sign} ${planned.do}  ${planned.role ?? 'this account'}: ${planned.why}`,
  );
  return hasColour ? `\u001b[${COLOURS[sign] ?? 0}m${line}\u001b[0m` : line;
}
