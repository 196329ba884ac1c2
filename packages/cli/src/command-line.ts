import { RELEASE, SECRET_INPUT_NAMES, StepFailure } from '@entra-aws-creds/core/programs';
import { type Command, EXIT, type ExitStatus } from './command.ts';
import { COMMANDS } from './commands.ts';
import { COMMON_FLAGS } from './flags/flag.ts';
import { parseFlags } from './flags/flag-values.ts';
import { nearest } from './flags/nearest.ts';
import { commandHelp, groupHelp, PROGRAM, programHelp } from './help.ts';
import type { Terminal } from './terminal/terminal.ts';
import { WrongUsage } from './wrong-usage.ts';

/**
 * One call of the program.
 *
 * @param args without Node and the script
 * @returns the exit status; what failed was said on standard error
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  cancelled: () => AbortSignal,
): Promise<ExitStatus> {
  try {
    return await run(args, terminal, cancelled);
  } catch (error) {
    return tell(error, terminal);
  }
}

async function run(
  [name = '', ...rest]: readonly string[],
  terminal: Terminal,
  cancelled: () => AbortSignal,
): Promise<ExitStatus> {
  if (name === '--version' || name === 'version') {
    terminal.print(`${RELEASE.version}\n`);
    return EXIT.done;
  }
  if (name === '' || name === '--help' || name === '-h' || name === 'help') {
    const topic = name === 'help' ? rest : [];
    if (topic.length > 0) return run([...topic, '--help'], terminal, cancelled);
    terminal.print(programHelp(COMMANDS));
    return name === '' ? EXIT.usage : EXIT.done;
  }
  const [verb = ''] = rest;
  if (isGroup(name) && (verb === '' || verb.startsWith('-'))) {
    terminal.print(groupHelp(name, COMMANDS));
    return verb === '--help' ? EXIT.done : EXIT.usage;
  }
  const full = isGroup(name) ? `${name} ${verb}` : name;
  const command = await commandNamed(full);
  const { flags, operands } = parseFlags(
    isGroup(name) ? rest.slice(1) : rest,
    [...command.flags, ...COMMON_FLAGS],
    SECRET_INPUT_NAMES,
  );
  if (flags.has('help')) {
    terminal.print(commandHelp(full, command));
    return EXIT.done;
  }
  if (command.operands === undefined && operands.length > 0) {
    throw new WrongUsage(`${full} takes flags only.`, `See ${PROGRAM} ${full} --help.`);
  }
  return command.run({ flags, operands, terminal, cancelled, commands: COMMANDS });
}

/** Whether it is the first of two words that a command is called by. */
function isGroup(name: string): boolean {
  return COMMANDS.some((one) => one.name.startsWith(`${name} `));
}

async function commandNamed(name: string): Promise<Command> {
  const entry = COMMANDS.find((one) => one.name === name);
  if (entry !== undefined) return entry.load();
  const meant = nearest(
    name,
    COMMANDS.map((one) => one.name),
  );
  const known = /^[a-z][a-z -]{0,40}$/.test(name) ? `${JSON.stringify(name)} is` : 'That is';
  throw new WrongUsage(
    `${known} not a command of ${PROGRAM}.`,
    meant === undefined ? `See ${PROGRAM} --help.` : `Did you mean ${meant}?`,
  );
}

function tell(error: unknown, terminal: Terminal): ExitStatus {
  if (error instanceof WrongUsage) {
    terminal.say(`${PROGRAM}: ${error.message}${error.hint === '' ? '' : ` ${error.hint}`}`);
    return EXIT.usage;
  }
  // Commands say their own failures, redacted; what comes here holds no secret but may be anything.
  const failure =
    error instanceof StepFailure
      ? error.describe()
      : `EAC_INTERNAL: Something failed that never should (${error instanceof Error ? error.name : typeof error}).`;
  terminal.say(`${PROGRAM}: ${failure}`);
  return EXIT.failed;
}
