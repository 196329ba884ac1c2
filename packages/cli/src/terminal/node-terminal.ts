import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { Terminal } from './terminal.ts';

/** The terminal that this process was started in. */
export function nodeTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const isWatched = stderr.isTTY === true && env['TERM'] !== 'dumb';
  // A reader that has seen enough (`… | head -1`) is no reason to fail.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    print: (result) => stdout.write(result),
    say: (line) => stderr.write(`${line}\n`),
    isWatched,
    // https://no-color.org
    hasColour: isWatched && (env['NO_COLOR'] ?? '') === '',
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    environment: env,
    readStandardInput: () => text(stdin),
    ask: async (question) => {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}
