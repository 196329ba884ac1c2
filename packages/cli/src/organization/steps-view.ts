import type { CommandStep } from '@entra-aws-creds/organization/deployed';
import type { Invocation } from '../command.ts';

const WIDTH = 100;

/** Steps as a script for a POSIX shell, to be read and pasted part by part; or as JSON. */
export function printSteps(steps: readonly CommandStep[], { flags, terminal }: Invocation): void {
  if (flags.has('json')) {
    terminal.print(`${JSON.stringify({ steps }, undefined, 2)}\n`);
    return;
  }
  const parts = steps.map(({ title, why, commands }, index) =>
    [`# ${index + 1}. ${title}`, ...commented(why), ...commands].join('\n'),
  );
  terminal.print(`${parts.join('\n\n')}\n`);
}

function commented(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(`# ${word}`);
  }
  return lines;
}
