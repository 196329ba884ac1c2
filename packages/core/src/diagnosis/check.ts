import { addressOf } from '../failure/documentation.ts';
import type { StepFailure } from '../failure/step-failure.ts';

/** What is looked at on the way from inputs to credentials, in its order. The names are part of the interface. */
export const CHECK_TITLES = {
  inputs: 'Inputs',
  environment: 'Environment: proxy, authorities, endpoints that variables move',
  credential: 'What proves who logs in',
  authority: 'Entra reachable',
  clock: 'Clock',
  token: 'Token from Entra',
  provider: 'What AWS must hold for this token',
  session: 'Session from STS',
  'trust-policy': 'Trust policy',
} as const;

export type CheckName = keyof typeof CHECK_TITLES;

/** `not-tried`: something before it failed that it needs. */
export type CheckResult = 'passed' | 'warning' | 'failed' | 'not-tried';

/** What came of one look: printable lines without secrets. */
export interface Check {
  readonly name: CheckName;
  readonly title: string;
  readonly result: CheckResult;
  /** What was found. */
  readonly facts: readonly string[];
  readonly warnings: readonly string[];
  readonly failures: readonly CheckFailure[];
}

export interface CheckFailure {
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
  /** Where the documentation of this version explains it. */
  readonly address: string;
  /** What helps to put it right and is too long for the remedy. */
  readonly notes: readonly string[];
}

/** @param line makes a text fit to be shown */
export function checkFailure(failure: StepFailure, line: (text: string) => string): CheckFailure {
  return {
    code: failure.code,
    what: line(failure.whatHappened(line)),
    remedy: line(failure.hint),
    address: addressOf(failure.code),
    notes: failure.notes.map(line),
  };
}
