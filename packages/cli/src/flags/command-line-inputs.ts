import type { InputName } from '@entra-aws-creds/core';
import { type RawInputs, SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import type { Terminal } from '../terminal/terminal.ts';
import { WrongUsage } from '../wrong-usage.ts';
import type { DefaultsFile } from './defaults-file.ts';
import type { FlagValues } from './flag-values.ts';
import type { GivenInput } from './given-input.ts';
import { type CommandLineInput, isCommandLineInput, isSwitchInput } from './input-flags.ts';
import { namedFile } from './named-file.ts';

/** The inputs of one call: flags, then variables, then the defaults file. */
export class CommandLineInputs implements Pick<RawInputs, 'read' | 'label'> {
  readonly #given: ReadonlyMap<string, GivenInput>;

  constructor(given: ReadonlyMap<string, GivenInput>) {
    this.#given = given;
  }

  read(name: InputName): string {
    return this.#given.get(name)?.text.trim() ?? '';
  }

  /** These inputs with another value for one of them. */
  with(name: InputName, text: string, origin: string): CommandLineInputs {
    return new CommandLineInputs(
      new Map([
        ...this.#given,
        [name, { text, origin, source: { kind: 'flag', flag: name, value: text } }],
      ]),
    );
  }

  /** The same with what is in a file. @throws WrongUsage */
  withFile(name: InputName, path: string, flag: string): CommandLineInputs {
    return this.with(name, fileText(flag, path), `--${flag}`);
  }

  /** Where the value was given, or where it can be. */
  label(name: InputName): string {
    const source = this.#given.get(name)?.source;
    if (source?.kind === 'flag') return `--${source.flag}`;
    if (source?.kind === 'variable') return source.name;
    return SECRETS.has(name) ? `--${name}-file` : `--${name}`;
  }

  /** Where the input came from; undefined when it was not given. */
  origin(name: InputName): string | undefined {
    return this.#given.get(name)?.origin;
  }

  /** Every input that was given, in no order. */
  get given(): ReadonlyMap<string, GivenInput> {
    return this.#given;
  }
}

/** Variables that other tools set for the same; looked at after our own. */
const VARIABLES_OF_OTHERS: Readonly<Partial<Record<CommandLineInput, readonly string[]>>> = {
  'tenant-id': ['AZURE_TENANT_ID'],
  'client-id': ['AZURE_CLIENT_ID'],
  'aws-region': ['AWS_REGION', 'AWS_DEFAULT_REGION'],
};

/**
 * Reads every input of `names` from where it is given first.
 *
 * @throws WrongUsage naming the flag or variable
 */
export async function readCommandLineInputs(
  names: readonly CommandLineInput[],
  flags: FlagValues,
  defaults: DefaultsFile | undefined,
  terminal: Terminal,
): Promise<CommandLineInputs> {
  const given = new Map<string, GivenInput>();
  for (const name of names) {
    const found = SECRETS.has(name) ? await secretOf(name, flags, terminal) : flagOf(name, flags);
    const input = found ?? variableOf(name, terminal) ?? defaults?.get(name);
    if (input !== undefined) given.set(name, input);
  }
  return new CommandLineInputs(given);
}

const SECRETS: ReadonlySet<string> = new Set(SECRET_INPUT_NAMES);

function flagOf(name: CommandLineInput, flags: FlagValues): GivenInput | undefined {
  const values = flags.values(name);
  const value = values.length === 0 ? undefined : values.join('\n');
  const text = isSwitchInput(name) ? (flags.has(name) ? 'true' : undefined) : value;
  return text === undefined ? undefined : { text, ...ofFlag(name, value) };
}

function ofFlag(flag: string, value: string | undefined): Omit<GivenInput, 'text'> {
  return { origin: `--${flag}`, source: { kind: 'flag', flag, value } };
}

async function secretOf(
  name: CommandLineInput,
  flags: FlagValues,
  terminal: Terminal,
): Promise<GivenInput | undefined> {
  const file = flags.value(`${name}-file`);
  const variable = flags.value(`${name}-variable`);
  const fromInput = flags.has(`${name}-stdin`);
  const ways = [file, variable, fromInput || undefined].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new WrongUsage(
      `Give only one of --${name}-file, --${name}-variable and --${name}-stdin.`,
    );
  }
  if (file !== undefined) {
    return { text: fileText(`${name}-file`, file), ...ofFlag(`${name}-file`, file) };
  }
  if (variable !== undefined) {
    const text = terminal.environment[variable] ?? '';
    if (text !== '') return { text, ...ofVariable(variable) };
    throw new WrongUsage(`--${name}-variable names ${variable}, which is not set or empty.`);
  }
  if (!fromInput) return undefined;
  const text = await terminal.readStandardInput();
  return {
    text: text.replace(LAST_LINE_BREAK, ''),
    origin: 'standard input',
    source: { kind: 'standard input' },
  };
}

/** A password file ends with a line break that nobody meant. */
const LAST_LINE_BREAK = /\r?\n$/;

function fileText(flag: string, path: string): string {
  return namedFile(flag, path).toString('utf8').replace(LAST_LINE_BREAK, '');
}

function variableOf(name: CommandLineInput, { environment }: Terminal): GivenInput | undefined {
  const own = `ENTRA_AWS_CREDS_${name.replaceAll('-', '_').toUpperCase()}`;
  const variable = [own, ...(VARIABLES_OF_OTHERS[name] ?? [])].find(
    (candidate) => (environment[candidate] ?? '') !== '',
  );
  if (variable === undefined) return undefined;
  return { text: environment[variable] ?? '', ...ofVariable(variable) };
}

function ofVariable(name: string): Omit<GivenInput, 'text'> {
  return { origin: `the variable ${name}`, source: { kind: 'variable', name } };
}

/** The inputs among the names of flags. */
export function inputsAmong(names: readonly string[]): readonly CommandLineInput[] {
  return names.filter(isCommandLineInput);
}
