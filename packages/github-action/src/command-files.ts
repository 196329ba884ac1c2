import { statSync, truncateSync } from 'node:fs';
import { EOL } from 'node:os';
import { issueFileCommand, prepareKeyValueMessage } from '@actions/core/lib/file-command.js';

/** What the runner reads from one of the files that it gives a step. */
interface FileCommand {
  readonly command: 'ENV' | 'OUTPUT' | 'STATE';
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Appends to the files in this order, to each in one piece. When one of them cannot be written, all are cut
 * back to what they were, which takes no room on the disk.
 *
 * @throws Error that says which file, and why
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#environment-files
 */
export function appendToCommandFiles(commands: readonly FileCommand[]): void {
  const sizes = new Map<string, number>();
  for (const { command, values } of commands) {
    if (values.length === 0) continue;
    const path = process.env[`GITHUB_${command}`] ?? '';
    try {
      sizes.set(path, statSync(path).size);
      const messages = values.map(({ name, value }) => prepareKeyValueMessage(name, value));
      issueFileCommand(command, messages.join(EOL));
    } catch (error) {
      for (const [written, size] of sizes) cutBack(written, size);
      const code = (error as NodeJS.ErrnoException).code ?? 'not writable';
      throw new Error(`the runner's file GITHUB_${command} cannot be written (${code})`, {
        cause: error,
      });
    }
  }
}

function cutBack(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // What cannot be cut, such as a device, has kept nothing either.
  }
}
