import type { FailureCode } from '../failure/failure-code.ts';
import { StepFailure } from '../failure/step-failure.ts';
import { quote } from '../text/log-line.ts';
import { absentInputHint, absentSecretHint, notExpandedHint } from './absent-secret.ts';
import { type InputName, type RawInputs, SECRET_INPUT_NAMES } from './input-name.ts';
import { InputProblem } from './input-problem.ts';

/** Stands where a value would be had its input been right. */
export const WRONG: unique symbol = Symbol('wrong');
export type OrWrong<T> = T | typeof WRONG;

/** `$(name)` and `${{ name }}` that nobody replaced arrive as they stand. */
const NOT_EXPANDED = /^(\$\(.{1,200}\)|\$\{\{.{1,200}\}\})$/;

export function isNotExpanded(text: string): boolean {
  return NOT_EXPANDED.test(text);
}

/** Reads inputs and collects all that is wrong with them, so that it can be said at once. */
export class InputReader {
  readonly #raw: Pick<RawInputs, 'read' | 'origin'>;
  readonly #problems: StepFailure[] = [];

  constructor(raw: Pick<RawInputs, 'read' | 'origin'>) {
    this.#raw = raw;
  }

  has(name: InputName): boolean {
    return this.#raw.read(name) !== '';
  }

  text(name: InputName): string {
    return this.#raw.read(name);
  }

  /** Why what an input is to be filled with may not have come. */
  get absentSecretHint(): string {
    return absentSecretHint(this.#raw.origin);
  }

  required<T>(name: InputName, parse: (text: string) => T): OrWrong<T> {
    if (this.has(name)) return this.parse(name, this.text(name), parse);
    return this.wrong(
      'EAC_INPUT_MISSING',
      `"${name}" is not given.`,
      absentInputHint(this.#raw.origin),
    );
  }

  optional<T, F>(name: InputName, parse: (text: string) => T, fallback: F): OrWrong<T | F> {
    return this.has(name) ? this.parse(name, this.text(name), parse) : fallback;
  }

  /** `parse(text)`, where what is wrong with it is the fault of the input `name`. */
  parse<T>(name: InputName, text: string, parse: (text: string) => T): OrWrong<T> {
    if (!SECRET_NAMES.has(name) && looksSecret(text)) {
      return this.wrong(
        'EAC_INPUT_INVALID',
        `"${name}" holds a certificate or key instead of its value.`,
        'Give key material only as "certificate". The value is not repeated here.',
      );
    }
    return this.parseFrom(`"${name}"`, text, parse);
  }

  /** The same for text that came from somewhere else, such as an environment variable. */
  parseFrom<T>(source: string, text: string, parse: (text: string) => T): OrWrong<T> {
    if (isNotExpanded(text)) {
      return this.wrong(
        'EAC_INPUT_NOT_EXPANDED',
        `${source} is ${quote(text)}: the variable was not replaced by its value.`,
        `Define it for this job. ${notExpandedHint(this.#raw.origin)}`,
      );
    }
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      return this.wrong(error.code, `${source} ${error.message}.`, error.hint);
    }
  }

  wrong(code: FailureCode, message: string, hint: string): typeof WRONG {
    return this.failed(new StepFailure(code, message, hint));
  }

  /** What an input stands for could not be had. */
  failed(failure: StepFailure): typeof WRONG {
    this.#problems.push(failure);
    return WRONG;
  }

  /**
   * The values, now that none of them can be wrong.
   *
   * @throws StepFailure the only problem, or `EAC_INPUTS_WRONG` with all of them as its parts
   */
  finish<T extends object>(values: { readonly [K in keyof T]: OrWrong<T[K]> }): T {
    const [first, ...others] = this.#problems;
    if (first === undefined) return values as T;
    if (others.length === 0) throw first;
    throw new StepFailure(
      'EAC_INPUTS_WRONG',
      `${this.#problems.length} things are wrong with the inputs.`,
      'Each is listed on a line of its own; Entra and AWS have not been called yet.',
      { parts: this.#problems },
    );
  }
}

const SECRET_NAMES: ReadonlySet<InputName> = new Set(SECRET_INPUT_NAMES);

/** Key material given to the wrong input must not come back in the message that says so. */
function looksSecret(text: string): boolean {
  return text.includes('-----BEGIN ') || /^[A-Za-z0-9+/=\s]{400,}$/.test(text);
}

export function isRight<T>(value: OrWrong<T>): value is T {
  return value !== WRONG;
}

/** The values together, if all of them are right. */
export function allRight<T extends object>(
  values: {
    readonly [K in keyof T]: OrWrong<T[K]>;
  },
): OrWrong<T> {
  return Object.values(values).every(isRight) ? (values as T) : WRONG;
}
