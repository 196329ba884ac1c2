import { runCommandLine } from './command-line.ts';
import { nodeTerminal } from './terminal/node-terminal.ts';

const terminal = nodeTerminal();
let interrupted: AbortController | undefined;

/** Until somebody asks for it, a signal ends the process as it would any other. */
function cancelled(): AbortSignal {
  if (interrupted === undefined) {
    const controller = new AbortController();
    terminal.onSignal((signal) => controller.abort(signal));
    interrupted = controller;
  }
  return interrupted.signal;
}

void runCommandLine(process.argv.slice(2), terminal, cancelled).then((status) => {
  // Who was interrupted does not wait for what cannot be called off.
  if (interrupted?.signal.aborted) process.exit(status);
  process.exitCode = status;
});
