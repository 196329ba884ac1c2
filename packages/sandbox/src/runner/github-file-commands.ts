import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type NameValue = readonly [name: string, value: string];

/** The variables that name a step's command files. */
const FILE_VARIABLES = [
  'GITHUB_ENV',
  'GITHUB_OUTPUT',
  'GITHUB_STATE',
  'GITHUB_PATH',
  'GITHUB_STEP_SUMMARY',
] as const;

type FileVariable = (typeof FILE_VARIABLES)[number];
export type CommandFiles = Readonly<Record<FileVariable, string>>;

/** Makes the empty files that a step is to write its commands into. */
export async function createCommandFiles(temporary: string): Promise<CommandFiles> {
  const directory = join(temporary, '_runner_file_commands');
  await mkdir(directory, { recursive: true });
  const suffix = randomUUID();
  const entries = FILE_VARIABLES.map(
    (variable) => [variable, join(directory, `${variable.toLowerCase()}_${suffix}`)] as const,
  );
  await Promise.all(entries.map(([, path]) => writeFile(path, '')));
  return Object.fromEntries(entries) as CommandFiles;
}

export async function readCommandFile(
  files: CommandFiles,
  variable: FileVariable,
): Promise<string> {
  // A step may have removed the file, which the runner takes for an empty one.
  return readFile(files[variable], 'utf8').catch(() => '');
}

export async function removeCommandFiles(files: CommandFiles): Promise<void> {
  await Promise.all(Object.values(files).map((path) => rm(path, { force: true })));
}

/**
 * Reads `NAME=value` lines and `NAME<<delimiter` blocks; throws, in the runner's words, on
 * anything else.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
 */
export function parseNameValues(text: string): NameValue[] {
  const lines = splitLines(text);
  const pairs: NameValue[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]?.text ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
    } else if (heredoc >= 0) {
      const block = readHeredoc(lines, index, heredoc);
      pairs.push([line.slice(0, heredoc), block.value]);
      index = block.end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return pairs;
}

interface Line {
  readonly text: string;
  readonly newline: string;
}

function readHeredoc(
  lines: readonly Line[],
  start: number,
  heredoc: number,
): { value: string; end: number } {
  const opening = lines[start]?.text ?? '';
  const delimiter = opening.slice(heredoc + 2);
  if (heredoc === 0 || delimiter === '') {
    throw new Error(
      `Invalid format '${opening}'. Name must not be empty and delimiter must not be empty`,
    );
  }
  let value = '';
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    if (line.text === delimiter) {
      // The newline before the delimiter belongs to neither.
      return {
        value: value.slice(0, value.length - (lines[index - 1]?.newline.length ?? 0)),
        end: index,
      };
    }
    if (line.newline === '') throw new Error('Invalid value. EOF marker missing new line.');
    value += line.text + line.newline;
  }
  throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
}

function splitLines(text: string): Line[] {
  return Array.from(
    text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g),
    ([, content = '', newline = '']) => ({
      text: content,
      newline,
    }),
  ).filter((line) => line.text !== '' || line.newline !== '');
}
