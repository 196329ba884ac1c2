import { readFile } from 'node:fs/promises';
import { SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import { WrongUsage } from '../wrong-usage.ts';
import type { GivenInput } from './given-input.ts';
import { isCommandLineInput } from './input-flags.ts';

/** Inputs by name, as a file has them. */
export type DefaultsFile = ReadonlyMap<string, GivenInput>;

/**
 * The file of `--config`: a JSON object of inputs by the names of their flags, such as
 * `{ "tenant-id": "…", "role-to-assume": "…" }`. It holds no secret, so that it can be committed.
 *
 * @throws WrongUsage naming the file and what is wrong in it
 */
export async function readDefaultsFile(path: string): Promise<DefaultsFile> {
  const shown = JSON.stringify(path);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(
      `--config names ${shown}, which cannot be read (${error.code ?? 'unreadable'}).`,
    );
  });
  return parseDefaults(text, path);
}

/** @throws WrongUsage unless `text` is a JSON object of inputs that are not secret */
export function parseDefaults(text: string, path: string): DefaultsFile {
  const shown = JSON.stringify(path);
  const members = membersOf(text);
  if (members === undefined)
    throw new WrongUsage(`${shown} is not a JSON object of inputs by name.`);
  return new Map(
    members.map(([name, value]): [string, GivenInput] => {
      if ((SECRET_INPUT_NAMES as readonly string[]).includes(name)) {
        throw new WrongUsage(
          `${shown} holds ${name}, which is a secret.`,
          `Keep it in a file of its own and name that: --${name}-file PATH.`,
        );
      }
      const input = name === 'role' ? 'role-to-assume' : name;
      if (!isCommandLineInput(input)) {
        throw new WrongUsage(`${shown} holds ${JSON.stringify(name)}, which is not an input.`);
      }
      if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') {
        throw new WrongUsage(`In ${shown}, ${name} is neither text, a number, true nor false.`);
      }
      return [input, { text: String(value), origin: path }];
    }),
  );
}

function membersOf(text: string): readonly (readonly [string, unknown])[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}
