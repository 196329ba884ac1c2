import { quote } from '../text/log-line.ts';
import type { RawInputs } from './input-name.ts';
import { InputProblem } from './input-problem.ts';
import { allRight, type InputReader, type OrWrong } from './input-reader.ts';

/** How often one call is made at the most. */
const MOST_ATTEMPTS = 20;
const USUAL_ATTEMPTS = 5;
/** Jobs that may take longer than an hour over their credentials have another problem. */
const LONGEST_SECONDS = 3600;
const USUAL_SECONDS = 120;

/** What is done for one answer, and how long the step may take over all of them. */
export interface RetryInputs {
  /** 1: every call is made once. */
  readonly maxAttempts: number;
  readonly timeLimitSeconds: number;
}

export function readRetryInputs(reader: InputReader): OrWrong<RetryInputs> {
  const maxAttempts = reader.optional('retry-max-attempts', parseMaxAttempts, USUAL_ATTEMPTS);
  const timeLimitSeconds = reader.optional('action-timeout-s', parseTimeLimit, USUAL_SECONDS);
  return allRight<RetryInputs>({ maxAttempts, timeLimitSeconds });
}

/** The time limit for the reading of the inputs themselves, where a wrong one is reported. */
export function timeLimitOf(raw: Pick<RawInputs, 'read'>): number {
  try {
    return parseTimeLimit(raw.read('action-timeout-s'));
  } catch {
    return USUAL_SECONDS;
  }
}

/** @throws InputProblem unless `text` is a number of attempts from 1 */
function parseMaxAttempts(text: string): number {
  return wholeNumber(text, MOST_ATTEMPTS, 'attempts, and 1 turns retries off');
}

/** @throws InputProblem unless `text` is a number of seconds from 1 */
function parseTimeLimit(text: string): number {
  return wholeNumber(text, LONGEST_SECONDS, 'seconds');
}

function wholeNumber(text: string, most: number, unit: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw new InputProblem(`is ${quote(text)}`, `Give a whole number from 1 to ${most}: ${unit}.`);
}
