import { isJsonObject } from '@entra-aws-creds/core/services';
import { failedRole, type Outcome, reportIn } from '@entra-aws-creds/organization/deployed';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { tellOfFailure } from './failed-night-view.ts';
import { failureLines } from './failed-role-view.ts';
import type { Reconciled } from './reconciled.ts';
import { countOf } from './table.ts';

/** What came of it, in a line or two; what failed, with its reason. */
export function printReconciled(done: Reconciled, terminal: Terminal): void {
  const { execution, outcome, started } = done;
  if (outcome === undefined) {
    terminal.print(`${plainLine(execution)}\n`);
    return;
  }
  if (started !== undefined) {
    const { accounts = 0, bound = 0, toDo = 0 } = reportIn(outcome.output) ?? {};
    const { succeeded, waiting, failed, failures } = started;
    terminal.print(
      `${countOf(accounts, 'account')}, ${countOf(bound, 'role')} bound already, ${toDo} to do: ${succeeded} done, ${waiting} let go, ${failed} failed.\n`,
    );
    for (const one of failures) {
      for (const line of failureLines(failedRole(one))) terminal.print(`${line}\n`);
    }
    return;
  }
  if (outcome.isInGracePeriod) {
    terminal.print(
      'Let go: nobody gets in any more. Its application is deleted after the grace period.\n',
    );
    return;
  }
  if (outcome.status === 'SUCCEEDED') terminal.print(`${endOf(outcome)}\n`);
  else tellOfFailure(outcome, terminal);
}

/** What the last look has seen. */
function endOf({ output }: Outcome): string {
  const { seen, identity } = isJsonObject(output) ? output : {};
  const { do: deed, why } = isJsonObject(seen) ? seen : {};
  const clientId = isJsonObject(identity) ? identity['clientId'] : undefined;
  if (deed === 'bind' && typeof clientId === 'string') {
    return plainLine(`Bound: client ID ${clientId}.`);
  }
  if (deed === 'nothing') return plainLine(`Left alone: ${String(why)}.`);
  return 'Done.';
}
