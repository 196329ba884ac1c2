import type { Drift } from '@entra-aws-creds/bindings';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const COLOURS = { high: 31, medium: 33, low: 90 } as const;

const REPAIRS: Readonly<Record<Drift['repair'], string>> = {
  setup: 'Run setup again: it sets that right.',
  rotate: 'Run rotate.',
  teardown: 'Run teardown for what is left of it.',
  person: 'Nothing sets that right by itself: somebody has to decide.',
};

/** Everything that is not as it should be, each with whose turn it is; in a sentence where there is nothing. */
export function printDrift(drift: readonly Drift[], terminal: Terminal): void {
  if (drift.length === 0) {
    terminal.print('In step: both sides hold what they should.\n');
    return;
  }
  for (const { kind, severity, sentence, repair } of drift) {
    const mark = terminal.hasColour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[0m` : severity;
    terminal.print(`${mark}  ${kind}\n    ${plainLine(sentence)}\n    ${REPAIRS[repair]}\n`);
  }
}
