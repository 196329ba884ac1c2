import { readFileSync } from 'node:fs';
import { WrongUsage } from '../wrong-usage.ts';

/**
 * What is in the file that a flag names.
 *
 * @param flag without the dashes
 * @throws WrongUsage naming flag, file and the system's code when it cannot be read
 */
export function namedFile(flag: string, path: string, hint = ''): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new WrongUsage(
      `--${flag} names ${JSON.stringify(path)}, which cannot be read (${code}).`,
      hint,
    );
  }
}

/** The entries of a file that has one on each line; what follows `#` is not read. @throws WrongUsage */
export function namedLines(flag: string, path: string): readonly NamedLine[] {
  const lines = namedFile(flag, path).toString('utf8').split(/\r?\n/);
  return lines
    .map((line, index) => ({ text: line.replace(/#.*/, '').trim(), number: index + 1 }))
    .filter(({ text }) => text !== '');
}

interface NamedLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}
