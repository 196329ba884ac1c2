import { fstatSync, realpathSync } from 'node:fs';
import { writeAtOnce } from '@entra-aws-creds/core/programs';
import type { Terminal } from './terminal.ts';

/** Signals that ask a process to end. Ours ends by itself when its work was called off. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Of standard input, output and error. */
const DESCRIPTORS = { stdin: 0, stdout: 1, stderr: 2 } as const;

/**
 * The terminal that this process was started in. Streams of Node's are made when they are used: an answer
 * from the cache has no time for those that it leaves alone.
 */
export function nodeTerminal(): Terminal {
  // As it was: libraries set variables of their own, which no command of the user's is to see.
  const environment = { ...process.env };
  return {
    print: (result) => writeAtOnce('stdout', result),
    say: (line) => writeAtOnce('stderr', `${line}\n`),
    progress: (text) => writeAtOnce('stderr', text),
    get isWatched() {
      return isTerminal('stderr') && environment['TERM'] !== 'dumb';
    },
    // https://no-color.org
    get hasColour() {
      return this.isWatched && isTerminal('stdout') && (environment['NO_COLOR'] ?? '') === '';
    },
    get canAsk() {
      return isTerminal('stdin') && isTerminal('stderr');
    },
    get isInteractive() {
      return isTerminal('stdin') || isTerminal('stdout') || isTerminal('stderr');
    },
    get program() {
      return { node: process.execPath, script: realpathSync(process.argv[1] ?? '') };
    },
    environment,
    onSignal: (listener) => {
      for (const signal of ENDING_SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of ENDING_SIGNALS) process.off(signal, listener);
      };
    },
    readStandardInput: async () => (await import('node:stream/consumers')).text(process.stdin),
    ask: async (question) => {
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}

type Stream = keyof typeof DESCRIPTORS;

function isTerminal(stream: Stream): boolean {
  try {
    return fstatSync(DESCRIPTORS[stream]).isCharacterDevice() && process[stream].isTTY === true;
  } catch {
    return false;
  }
}
