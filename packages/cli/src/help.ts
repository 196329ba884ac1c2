import type { Command, CommandEntry } from './command.ts';
import { COMMON_FLAGS, type Flag } from './flags/flag.ts';

export const PROGRAM = 'entra-aws-creds';
const WIDTH = 96;

/** What the program is for, and its commands. */
export function programHelp(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Reach AWS with a Microsoft Entra ID login instead of a stored AWS key.',
    '',
    'Examples:',
    `  ${PROGRAM} doctor --config pipeline.json`,
    `  ${PROGRAM} exec --config pipeline.json -- aws s3 ls`,
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `${PROGRAM} COMMAND --help shows a command's flags; ${PROGRAM} --version the version.`,
    '',
  ].join('\n');
}

/** The commands that begin with the same word. */
export function groupHelp(group: string, commands: readonly CommandEntry[]): string {
  const own = commands.filter(({ name }) => name.startsWith(`${group} `));
  const width = Math.max(...own.map(({ name }) => name.length));
  return [
    'Commands:',
    ...own.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `${PROGRAM} ${group} COMMAND --help shows a command's flags.`,
    '',
  ].join('\n');
}

/** Examples first: most who ask for help want to copy one. */
export function commandHelp(name: string, command: Command): string {
  const operands = command.operands === undefined ? '' : ` ${command.operands}`;
  return [
    'Examples:',
    ...command.examples.flatMap(({ call, does }) => [`  # ${does}`, `  ${PROGRAM} ${call}`, '']),
    `Usage: ${PROGRAM} ${name} [flags]${operands}`,
    '',
    ...wrapped(command.description, WIDTH),
    '',
    ...flagLines('Flags:', command.flags),
    ...flagLines('Flags of every command:', COMMON_FLAGS),
    '',
  ].join('\n');
}

function flagLines(title: string, flags: readonly Flag[]): readonly string[] {
  if (flags.length === 0) return [];
  const written = flags.map(
    ({ name, value }) => `--${name}${value === undefined ? '' : ` ${value}`}`,
  );
  const width = Math.max(...written.map(({ length }) => length));
  return [
    title,
    ...flags.flatMap(({ means }, index) => {
      const [first = '', ...rest] = wrapped(means, Math.max(40, WIDTH - width - 4));
      return [
        `  ${(written[index] ?? '').padEnd(width)}  ${first}`,
        ...rest.map((line) => `${' '.repeat(width + 4)}${line}`),
      ];
    }),
  ];
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
