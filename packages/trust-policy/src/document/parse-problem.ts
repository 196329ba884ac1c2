/** Every oddity that {@link parsePolicy} reports. The codes are stable. */
export const PROBLEM_CODES = [
  'not-json',
  'too-large',
  'too-deep',
  'duplicate-member',
  'wrong-type',
  'missing-element',
  'unknown-element',
  'forbidden-element',
  'conflicting-elements',
  'invalid-version',
  'invalid-effect',
  'invalid-action',
  'invalid-principal',
  'invalid-operator',
  'invalid-condition-key',
  'invalid-sid',
  'duplicate-sid',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface ParseProblem {
  readonly code: ProblemCode;
  /** Where, as `$.Statement[0].Condition`. */
  readonly path: string;
  /** Line of the text, from 1, when the policy was given as text. */
  readonly line: number | undefined;
  /** One sentence; quotes at most 80 characters of the document, escaped. */
  readonly message: string;
  /** Whether the meaning of the document is lost: there is then no policy to evaluate. */
  readonly fatal: boolean;
}

/** Collects what is wrong; `fatal` unless the meaning is clear all the same. */
export type Report = (
  at: Pick<ParseProblem, 'path'>,
  code: ProblemCode,
  message: string,
  severity?: 'fatal' | 'tolerable',
) => void;

/** Text of the document, fit to stand in a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(cut(text, 80));
}

/** Who gets in, so long that whoever reads it finds them again. */
export function quotedList(values: readonly string[]): string {
  const shown = values.slice(0, 3).map((value) => JSON.stringify(cut(value, 256)));
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The path of a member (`name`) or of an item (`index`) of what is at `path`. */
export function pathTo(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  if (/^[A-Za-z_]\w{0,63}$/.test(step)) return `${path}.${step}`;
  // A name can be as long as the document, and every path below it would repeat it.
  return `${path}[${JSON.stringify(step.length > 256 ? `${step.slice(0, 255)}…` : step)}]`;
}
