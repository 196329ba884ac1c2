import { EOL } from 'node:os';
import { issueFileCommand, prepareKeyValueMessage } from '@actions/core/lib/file-command.js';
import { appendOrUndo, type CommandText } from './command-files.ts';

/** What the runner reads from one of the files that it gives a step. */
interface FileCommand {
  readonly command: CommandText['command'];
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/**
 * All of it, or nothing.
 *
 * @throws Error that says which file cannot be written, and why
 */
export function handToRunner(commands: readonly FileCommand[]): void {
  const texts = commands.map(({ command, values }) => ({
    command,
    text: values.map(({ name, value }) => prepareKeyValueMessage(name, value)).join(EOL),
  }));
  appendOrUndo(texts, ({ command, text }) => issueFileCommand(command, text));
}
