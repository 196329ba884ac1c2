import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { ExitStatus } from '../command.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What shells say for a command that is not there, or that cannot be run. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
/** What shells add to the number of the signal that ended a command. */
const ENDED_BY_SIGNAL = 128;

/** Variables to set; undefined takes one out. */
type ChangedVariables = Readonly<Record<string, string | undefined>>;

/** Runs a command in this terminal until it ends. @returns its exit status, as a shell would have it */
export function runChild(
  [program = '', ...args]: readonly string[],
  variables: ChangedVariables,
  terminal: Terminal,
): Promise<ExitStatus> {
  const env = { ...terminal.environment, ...variables };
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: 'inherit' });
    const stop = terminal.onSignal((signal) => {
      // What is typed reaches the whole group: the command has it already, and twice means more than once.
      if (signal !== 'SIGINT' || !terminal.isInteractive) child.kill(signal);
    });
    const end = (status: ExitStatus) => {
      stop();
      resolve(status);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      terminal.say(
        `exec: ${JSON.stringify(program)} ${missing ? 'was not found' : `could not be started (${error.code})`}.`,
      );
      end(missing ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.on('exit', (code, signal) => {
      end(code ?? ENDED_BY_SIGNAL + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
