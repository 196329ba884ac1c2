import type { CommandLineInputs } from '../flags/command-line-inputs.ts';

/** What a person has for a password and a second factor, or for typing a code somewhere else; in seconds. */
const PERSONS_TIME: Readonly<Record<string, string>> = { browser: '300', 'device-code': '900' };

/** The time limit where none is given: people take longer than services. Empty: the usual one. */
export function personsTimeLimit(inputs: Pick<CommandLineInputs, 'read'>): string {
  const way = inputs.read('entra-credential');
  return Object.hasOwn(PERSONS_TIME, way) ? (PERSONS_TIME[way] ?? '') : '';
}
