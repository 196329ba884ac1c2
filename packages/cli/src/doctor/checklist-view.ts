import type { Check, ChecklistReader } from '@entra-aws-creds/core/programs';
import type { Terminal } from '../terminal/terminal.ts';

type Result = Check['result'];

const MARKS: Readonly<Record<Result, string>> = {
  passed: '✓',
  warning: '!',
  failed: '✗',
  'not-tried': '·',
};
/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const COLOURS: Readonly<Record<Result, number>> = {
  passed: 32,
  warning: 33,
  failed: 31,
  'not-tried': 90,
};
const START_OVER = '\r\u001b[K';

/** The checklist as it fills: a line for what is under way, where somebody watches, and then what came of it. */
export function checklistView(terminal: Terminal): ChecklistReader {
  const isLive = terminal.isWatched;
  return {
    begins: (_, title) => {
      if (isLive) terminal.progress(`… ${title}`);
    },
    ends: (check) => {
      if (isLive) terminal.progress(START_OVER);
      terminal.print(`${linesOf(check, terminal.hasColour).join('\n')}\n`);
    },
  };
}

function linesOf(check: Check, colour: boolean): readonly string[] {
  const { result, title, facts, warnings, failures } = check;
  const mark = colour ? `\u001b[${COLOURS[result]}m${MARKS[result]}\u001b[0m` : MARKS[result];
  return [
    `${mark} ${title}${result === 'not-tried' ? ': not tried' : ''}`,
    ...facts.map((fact) => `    ${fact}`),
    ...warnings.map((warning) => `    Warning: ${warning}`),
    ...failures.flatMap(({ code, what, remedy, address, notes }) => [
      `    ${code}: ${what}`,
      `    What to do: ${remedy}`,
      `    See ${address}`,
      ...notes.map((note) => `    ${note}`),
    ]),
  ];
}
