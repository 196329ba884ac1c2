import { type Change, describePlan } from '@entra-aws-creds/bindings';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const COLOURS = { '+': 32, '~': 33, '-': 31 } as const;

/** The plan as a diff, on standard error: what is printed is the result. */
export function showPlan(changes: readonly Change[], terminal: Terminal): void {
  if (changes.length === 0) {
    terminal.say('Everything is as it should be: there is nothing to do.');
    return;
  }
  terminal.say('This would be done, in this order:');
  for (const { sign, text } of describePlan(changes)) {
    const line = plainLine(text);
    // What is within something else stands further in.
    const indent = ' '.repeat(text.length - text.trimStart().length);
    terminal.say(coloured(`  ${sign} ${indent}${line}`, COLOURS[sign], terminal));
  }
}

/** Whether a plan is applied, and who agrees to it. */
export const AGREEMENT_FLAGS: readonly Flag[] = [
  { name: 'dry-run', means: 'show the plan and change nothing' },
  { name: 'yes', means: 'do it without asking' },
];

/** Before anything is asked of anybody. @throws WrongUsage where nobody could agree */
export function requireAgreement(flags: FlagValues, { canAsk }: Terminal): void {
  const isPlan = flags.value('out') !== undefined || flags.value('plan') !== undefined;
  if (canAsk || isPlan || flags.has('yes') || flags.has('dry-run')) return;
  throw new WrongUsage(
    'There is nobody here to agree to the plan.',
    'Look at it with --dry-run, then run the command again with --yes.',
  );
}

/** What a person answers. */
export async function isAgreed(terminal: Terminal): Promise<boolean> {
  const answer = await terminal.ask('Do it? (yes/no) ');
  return /^y(?:es)?$/i.test(answer.trim());
}

function coloured(line: string, colour: number, { hasColour }: Terminal): string {
  return hasColour ? `\u001b[${colour}m${line}\u001b[0m` : line;
}

/** For programs that read it. */
export function planAsJson(changes: readonly Change[], applied: boolean): string {
  const lines = describePlan(changes).map(({ sign, text }) => `${sign} ${text.trim()}`);
  return `${JSON.stringify({ applied, changes: lines }, undefined, 2)}\n`;
}
