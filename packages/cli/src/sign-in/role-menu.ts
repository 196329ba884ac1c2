import type { Terminal } from '../terminal/terminal.ts';
import { plainLine } from './plain-line.ts';

const MOST_QUESTIONS = 3;

/**
 * Has a person choose one of several roles.
 *
 * @returns undefined when nothing was chosen
 */
export async function askForRole(
  roles: readonly string[],
  terminal: Pick<Terminal, 'say' | 'ask'>,
): Promise<string | undefined> {
  for (const [index, role] of roles.entries()) {
    terminal.say(`${String(index + 1).padStart(3)}  ${plainLine(role)}`);
  }
  for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
    const typed = (await terminal.ask(`Which role? 1 to ${roles.length}, or its name: `)).trim();
    if (typed === '') return undefined;
    const meant = rolesMeant(typed, roles);
    if (meant.length === 1) return meant[0];
    terminal.say(meant.length === 0 ? 'There is no such role.' : 'Several have that name.');
  }
  return undefined;
}

/** Those that a number, an ARN, or a name without account and path may stand for. */
function rolesMeant(typed: string, roles: readonly string[]): readonly string[] {
  const numbered = /^\d{1,4}$/.test(typed) ? roles[Number(typed) - 1] : undefined;
  if (numbered !== undefined) return [numbered];
  const exact = roles.filter((role) => role === typed);
  if (exact.length > 0) return exact;
  const name = typed.toLowerCase();
  return roles.filter((role) => role.slice(role.lastIndexOf('/') + 1).toLowerCase() === name);
}
