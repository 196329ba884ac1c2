import { isJsonObject, type JsonObject, quote } from '@entra-aws-creds/core/azure';

/** A rules file that cannot be used, with everything that is wrong with it. */
export class RulesProblem extends Error {
  override readonly name = 'RulesProblem';
  /** A line each, beginning with the place: `tags.department: …`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The rules cannot be used: ${problems.join(' ')}`);
    this.problems = problems;
  }
}

/** Gathers what is wrong while a file is read. */
export class Problems {
  readonly #lines: string[] = [];

  add(place: string, sentence: string): void {
    this.#lines.push(`${place}: ${sentence}`);
  }

  /** What is there as a list; an absent one is empty. */
  listIn(place: string, value: unknown): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.add(place, 'It must be a list.');
    return [];
  }

  /** What is there as an object; an absent one is empty. */
  membersIn(place: string, value: unknown): JsonObject {
    if (value === undefined) return {};
    if (isJsonObject(value)) return value;
    this.add(place, 'It must be an object.');
    return {};
  }

  /** @throws RulesProblem when there was one */
  throwIfAny(): void {
    if (this.#lines.length > 0) throw new RulesProblem(this.#lines);
  }
}

/** A value of the file within a sentence. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : `What is there (${typeof value})`;
}

/** A name of the file within a place. */
export function placeName(name: string): string {
  return quote(name).slice(1, -1);
}
