import { StepFailure } from '../failure/step-failure.ts';
import { clockComparison } from '../platform/clock-skew.ts';

/** What a server said that the time is, and when it was heard. */
export interface ServerTime {
  readonly server: string;
  /** The `Date` header; undefined where none came. */
  readonly date: string | undefined;
  readonly heard: Date;
}

/** Entra and STS take what is signed up to five minutes off. */
const TOLERATED_MS = 300_000;
const NOTICEABLE_MS = 30_000;

/** How the clock of this machine compares with those of the servers. */
export function compareClocks(times: readonly ServerTime[]): {
  readonly facts: readonly string[];
  readonly warnings: readonly string[];
  readonly failures: readonly StepFailure[];
} {
  const known = times.filter(({ date }) => !Number.isNaN(Date.parse(date ?? '')));
  const off = ({ date, heard }: ServerTime) => Math.abs(heard.getTime() - Date.parse(date ?? ''));
  const sentence = ({ server, date, heard }: ServerTime) => clockComparison(date, server, heard);
  const wrong = known.filter((time) => off(time) >= TOLERATED_MS);
  const odd = known.filter((time) => off(time) >= NOTICEABLE_MS && off(time) < TOLERATED_MS);
  return {
    facts: known.filter((time) => off(time) < NOTICEABLE_MS).map(sentence),
    warnings:
      known.length === 0
        ? ['No server said what the time is, so the clock of this machine was compared with none.']
        : odd.map(sentence),
    failures: wrong.map(
      (time) =>
        new StepFailure(
          'EAC_ENTRA_CLOCK',
          sentence(time),
          'Set the clock of this machine by NTP: what it signs is refused for the time it carries.',
        ),
    ),
  };
}
