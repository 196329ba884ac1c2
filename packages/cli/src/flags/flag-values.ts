import { WrongUsage } from '../wrong-usage.ts';
import type { Flag } from './flag.ts';
import { nearest } from './nearest.ts';

/** The flags of one call, each known to its command. */
export class FlagValues {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #switches: ReadonlySet<string>;

  constructor(values: ReadonlyMap<string, readonly string[]>, switches: ReadonlySet<string>) {
    this.#values = values;
    this.#switches = switches;
  }

  /** Whether a switch is given. */
  has(name: string): boolean {
    return this.#switches.has(name);
  }

  /** The value of a flag that is given once; undefined without it. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** The values of a flag that may be repeated. */
  values(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** These flags, and `others` where a flag is not given. */
  orElse(others: Iterable<readonly [name: string, value: string]>): FlagValues {
    const values = [...others].map(([name, value]) => [name, [value]] as const);
    return new FlagValues(new Map([...values, ...this.#values]), this.#switches);
  }
}

/** Other names of flags, for hands that are used to them. */
const SHORT: Readonly<Record<string, string>> = { role: 'role-to-assume', region: 'aws-region' };

/**
 * Tells flags from operands. A flag is written `--name value` or `--name=value`; everything after `--` is
 * an operand.
 *
 * @param secrets inputs that never are arguments
 * @throws WrongUsage naming the flag, and never repeating the value of a secret
 */
export function parseFlags(
  args: readonly string[],
  flags: readonly Flag[],
  secrets: readonly string[],
): { readonly flags: FlagValues; readonly operands: readonly string[] } {
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  const values = new Map<string, string[]>();
  const switches = new Set<string>();
  const operands: string[] = [];
  const words = [...args];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') {
      operands.push(...words.splice(0));
    } else if (!word.startsWith('-') || word === '-') {
      operands.push(word);
    } else {
      const { name, value } = parts(word);
      if (secrets.includes(name)) throw secretArgument(name);
      const flag = known.get(name);
      if (flag === undefined) throw unknownFlag(word, name, [...known.keys()]);
      const needsNext = flag.value !== undefined && value === undefined && isValue(words[0]);
      take(flag, needsNext ? words.shift() : value, values, switches);
    }
  }
  return { flags: new FlagValues(values, switches), operands };
}

/** `--name=value` at its first equals sign. */
function parts(word: string): { readonly name: string; readonly value: string | undefined } {
  const [, name = '', value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  return { name: SHORT[name] ?? name, value };
}

/** What begins with a dash is the next flag: the value of this one was forgotten. */
function isValue(word: string | undefined): boolean {
  return word !== undefined && (word === '-' || !word.startsWith('-'));
}

function take(
  flag: Flag,
  value: string | undefined,
  values: Map<string, string[]>,
  switches: Set<string>,
): void {
  if (flag.value === undefined) {
    if (value !== undefined) throw new WrongUsage(`--${flag.name} takes no value.`);
    switches.add(flag.name);
    return;
  }
  if (value === undefined || value === '') {
    throw new WrongUsage(`--${flag.name} needs a value: --${flag.name} ${flag.value}.`);
  }
  const given = values.get(flag.name) ?? [];
  if (given.length > 0 && !flag.repeated) {
    throw new WrongUsage(`--${flag.name} is given more than once.`);
  }
  values.set(flag.name, [...given, value]);
}

function secretArgument(name: string): WrongUsage {
  return new WrongUsage(
    `--${name} would put a secret on the command line, where other users and the shell's history see it.`,
    `Use --${name}-file PATH, --${name}-variable NAME or --${name}-stdin. The value is not repeated here; if it was real, replace it.`,
  );
}

function unknownFlag(word: string, name: string, known: readonly string[]): WrongUsage {
  // A value in the wrong place may be a secret, so only what looks like a flag is repeated.
  if (!word.startsWith('--') || !/^[a-z][a-z-]{0,40}$/.test(name)) {
    return new WrongUsage('Unknown flag; flags begin with two dashes.');
  }
  const meant = nearest(name, known);
  return new WrongUsage(
    `--${name} is not a flag of this command.`,
    meant === undefined ? '' : `Did you mean --${meant}?`,
  );
}
