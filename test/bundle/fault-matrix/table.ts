import type { Result } from './matrix.ts';

const WIDTHS = [7, 8, 7, 24, 30, 8, 7, 8, 6] as const;

export const HEADING = line([
  'service',
  'bundle',
  'node',
  'fault',
  'outcome',
  'attempts',
  'seconds',
  'exported',
  'leaked',
]);

export function tableLine(result: Result): string {
  const { service, host, node, fault, outcome, attempts, seconds } = result;
  const exported = result.exportedNothing === undefined ? 'rightly' : named(result.exportedNothing);
  const cells = [
    service,
    host.split(' ')[0] ?? '',
    node,
    fault,
    outcome,
    String(attempts),
    seconds.toFixed(1),
    exported,
    named(result.leakedNothing),
  ];
  return line(cells) + (result.wrong.length === 0 ? '' : `  WRONG: ${result.wrong.join('; ')}`);
}

function named(nothing: boolean): string {
  return nothing ? 'nothing' : 'YES';
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join('  ')
    .trimEnd();
}
