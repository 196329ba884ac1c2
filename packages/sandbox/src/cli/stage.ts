/** An act of the demo: where it plays, and what is called. */
export function title(place: string, call: string): void {
  say('', `── ${place} ${'─'.repeat(86 - place.length)}`, call, '');
}

export function sayLog(lines: readonly string[]): void {
  say(...lines.map((line) => `  │ ${line}`));
}

export function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
