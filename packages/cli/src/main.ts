import { runCommandLine } from './command-line.ts';
import { nodeTerminal } from './terminal/node-terminal.ts';

const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => cancelled.abort(signal));
}
process.exitCode = await runCommandLine(process.argv.slice(2), nodeTerminal(), cancelled.signal);
