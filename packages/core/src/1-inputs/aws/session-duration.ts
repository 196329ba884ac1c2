import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';

declare const brand: unique symbol;

/** How long the credentials last, in seconds: 900 to 43200. */
export type SessionDuration = number & { readonly [brand]: 'SessionDuration' };

const SHORTEST = 900;
const LONGEST = 43_200;

/** @throws InputProblem unless `text` is a whole number of seconds that STS would take */
export function parseSessionDuration(text: string): SessionDuration {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= SHORTEST && seconds <= LONGEST) return seconds as SessionDuration;
  throw new InputProblem(
    `is ${quote(text)}`,
    `Give a whole number of seconds from ${SHORTEST} (15 minutes) to ${LONGEST} (12 hours), no more than the role's maximum session duration.`,
  );
}
