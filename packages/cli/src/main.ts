import { runCommandLine } from './command-line.ts';
import { nodeTerminal } from './terminal/node-terminal.ts';

const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => cancelled.abort(signal));
}
const status = await runCommandLine(process.argv.slice(2), nodeTerminal(), cancelled.signal);
// Who was interrupted does not wait for what cannot be called off.
if (cancelled.signal.aborted) process.exit(status);
process.exitCode = status;
