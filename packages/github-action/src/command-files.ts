import { statSync, truncateSync } from 'node:fs';

/** What is to be in one of the files that the runner gives a step. */
export interface CommandText {
  readonly command: 'ENV' | 'OUTPUT' | 'STATE';
  /** Without the line break at its end; empty: nothing is written. */
  readonly text: string;
}

/**
 * Has the texts appended in this order, each in one piece. When one of the files cannot be written, all are
 * cut back to what they were, which takes no room on the disk.
 *
 * @throws Error that says which file, and why
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#environment-files
 */
export function appendOrUndo(
  texts: readonly CommandText[],
  append: (text: CommandText, path: string) => void,
): void {
  const sizes = new Map<string, number>();
  for (const one of texts) {
    if (one.text === '') continue;
    const path = process.env[`GITHUB_${one.command}`] ?? '';
    try {
      sizes.set(path, statSync(path).size);
      append(one, path);
    } catch (error) {
      for (const [written, size] of sizes) cutBack(written, size);
      const code = (error as NodeJS.ErrnoException).code ?? 'not writable';
      throw new Error(`the runner's file GITHUB_${one.command} cannot be written (${code})`, {
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
