import type { Platform } from '../platform/platform.ts';
import { InputProblem } from './input-problem.ts';
import { type OrWrong, WRONG } from './input-reader.ts';

/** Reads the settings of a function by their names, and collects all that is wrong, so that it can be said at once. */
export class SettingsReader {
  readonly #environment: Platform['environment'];
  readonly #wrong: string[] = [];

  constructor(environment: Platform['environment']) {
    this.#environment = environment;
  }

  /** Without white space around it; empty: it is not set. */
  text(name: string): string {
    return (this.#environment[name] ?? '').trim();
  }

  required<T>(name: string, parse: (text: string) => T): OrWrong<T> {
    if (this.text(name) === '') return this.wrong(`${name} is not set.`);
    return this.#parsed(name, parse);
  }

  optional<T, F>(name: string, parse: (text: string) => T, usual: F): OrWrong<T | F> {
    return this.text(name) === '' ? usual : this.#parsed(name, parse);
  }

  /** @param what a sentence that names the setting */
  wrong(what: string): OrWrong<never> {
    this.#wrong.push(what);
    return WRONG;
  }

  /**
   * The settings, now that none of them can be wrong.
   *
   * @param failure makes what is thrown of a sentence for each that is wrong
   */
  finish<T extends object>(
    values: { readonly [K in keyof T]: OrWrong<T[K]> },
    failure: (wrong: string) => Error,
  ): T {
    if (this.#wrong.length === 0) return values as T;
    throw failure(this.#wrong.join(' '));
  }

  #parsed<T>(name: string, parse: (text: string) => T): OrWrong<T> {
    try {
      return parse(this.text(name));
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      return this.wrong(`${name} ${error.message}. ${error.hint}`);
    }
  }
}

/**
 * The address of a service, which a token is sent to.
 *
 * @throws InputProblem unless `text` is an https address of a host alone
 */
export function parseServiceAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url;
  throw new InputProblem(
    'is not an https address of a host alone',
    'Give for example https://graph.microsoft.com.',
  );
}
