import type { ListedBinding } from '@entra-aws-creds/bindings';
import { shellWord } from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import { PROGRAM } from '../help.ts';
import { plainLine } from '../sign-in/plain-line.ts';
import { countOf } from './table.ts';

/** Roles by their account, with the command that takes each binding away. */
export function printBoundRoles(
  bindings: readonly ListedBinding[],
  { flags, terminal }: Invocation,
): void {
  if (flags.has('json')) {
    terminal.print(`${JSON.stringify({ bindings }, undefined, 2)}\n`);
    return;
  }
  const accounts = new Map<string, ListedBinding[]>();
  for (const one of bindings) {
    const account = one.role.split(':')[4] ?? '';
    accounts.set(account, [...(accounts.get(account) ?? []), one]);
  }
  for (const [account, own] of [...accounts].sort(([a], [b]) => a.localeCompare(b))) {
    terminal.print(`# ${plainLine(account)}: ${countOf(own.length, 'role')}\n`);
    for (const { role } of own) {
      terminal.print(`${PROGRAM} teardown --role ${shellWord(plainLine(role))}\n`);
    }
  }
  terminal.say(
    `${countOf(bindings.length, 'binding')} in ${countOf(accounts.size, 'account')}, those of setup among them. Each command shows its plan and asks first.`,
  );
}
