import { dirname, resolve } from 'node:path';
import { SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import { WrongUsage } from '../wrong-usage.ts';
import type { GivenInput } from './given-input.ts';
import { isCommandLineInput, namesFile } from './input-flags.ts';
import { namedFile } from './named-file.ts';

/** Inputs and what else a file may say, by name. */
export type DefaultsFile = ReadonlyMap<string, GivenInput>;

/** With whose rights set-up acts, and where; commands that are not of administrators pass it over. */
const ADMINISTRATOR_DEFAULTS: readonly string[] = [
  'admin-aws-profile',
  'admin-certificate-password-file',
  'admin-certificate-path',
  'admin-client-id',
  'graph-endpoint',
];

/**
 * The file of `--config`: a JSON object of inputs by the names of their flags, such as
 * `{ "tenant-id": "…", "role-to-assume": "…" }`. Paths in it begin at its folder. It
 * holds no secret, so that it can be committed.
 *
 * @throws WrongUsage naming the file and what is wrong in it
 */
export function readDefaultsFile(path: string): DefaultsFile {
  return parseDefaults(namedFile('config', path).toString('utf8'), path);
}

/** What of the file takes the place of an administrator's flags. */
export function administratorDefaults(
  file: DefaultsFile | undefined,
): readonly (readonly [name: string, value: string])[] {
  return ADMINISTRATOR_DEFAULTS.flatMap((name) => {
    const given = file?.get(name);
    return given === undefined ? [] : [[name, given.text] as const];
  });
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
      if (!isCommandLineInput(input) && !ADMINISTRATOR_DEFAULTS.includes(input)) {
        throw new WrongUsage(`${shown} holds ${JSON.stringify(name)}, which is not an input.`);
      }
      const inputText = textOf(value);
      if (inputText === undefined) {
        throw new WrongUsage(`In ${shown}, ${name} is null, which means nothing.`);
      }
      const text = namesFile(input) ? resolve(dirname(path), inputText) : inputText;
      return [input, { text, origin: path, source: { kind: 'defaults file' } }];
    }),
  );
}

/** Lists of texts are inputs of several lines; other lists and objects are those that are JSON themselves. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return String(value);
  const isLines = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isLines ? value.join('\n') : JSON.stringify(value);
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
