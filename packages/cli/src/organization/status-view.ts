import type { AutomationStatus } from '@entra-aws-creds/organization/deployed';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { failureLines } from './failed-role-view.ts';
import { countOf, minuteOf, namedLines } from './table.ts';

/** Five lines, then what failed, then what needs a person. */
export function printStatus(status: AutomationStatus, terminal: Terminal): void {
  const { stack, day, night, waiting, alarms, failedRoles, attention } = status;
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  const print = (lines: readonly string[]) => {
    for (const line of lines) terminal.print(`${line}\n`);
  };
  print(
    namedLines([
      ['stack', `${stack.name}  ${stack.status}`],
      [
        'roles',
        `last 24 hours: ${day.succeeded} executions ended well, ${day.failed} failed, ${day.running} under way`,
      ],
      ['night', night === undefined ? 'none yet' : nightLine(night)],
      [
        'events',
        `${waiting.deadLetters} did not reach the router, ${waiting.routerFailures} it failed on`,
      ],
      [
        'alarms',
        ringing.length === 0
          ? `none of ${alarms.length} firing`
          : ringing.map(({ name }) => name).join(', '),
      ],
    ]),
  );
  const { count, newest } = failedRoles;
  if (count > 0)
    print(['', 'Roles that failed, and were not mended since:', ...newest.flatMap(failureLines)]);
  if (count > newest.length) print([`    and ${count - newest.length} more`]);
  if (attention.length > 0) print(['', ...attention.map((one) => `! ${plainLine(one)}`)]);
}

function nightLine(night: NonNullable<AutomationStatus['night']>): string {
  const { started, status, accounts, bound, toDo, error, cause } = night;
  const when = `${minuteOf(started)}  ${status}`;
  if (accounts === undefined) return `${when}  ${error ?? ''} ${cause ?? ''}`;
  return `${when}  ${countOf(accounts, 'account')}, ${bound} roles bound, ${toDo} to do`;
}
