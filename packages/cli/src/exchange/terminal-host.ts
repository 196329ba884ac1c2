import {
  type ExchangeHost,
  nodePlatform,
  type Person,
  type Platform,
  personalCredentials,
} from '@entra-aws-creds/core/programs';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { personsTimeLimit } from '../sign-in/persons-time-limit.ts';
import { terminalPerson } from '../sign-in/terminal-person.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** How much of the log is wanted on standard error. */
export type Loudness = 'failures' | 'warnings' | 'everything';

/**
 * A terminal in the place of a CI system. Nothing masks what is printed there, so nothing but lines that
 * core has redacted is said.
 */
export function terminalHost(
  inputs: CommandLineInputs,
  terminal: Terminal,
  loudness: Loudness,
  command: string,
  person: Person = terminalPerson(terminal),
): ExchangeHost {
  const say = (line: string) => terminal.say(line);
  return {
    read: (name) =>
      inputs.read(name) || (name === 'action-timeout-s' ? personsTimeLimit(inputs) : ''),
    label: (name) => inputs.label(name),
    origin: 'terminal',
    jobIdentity: {},
    personalCredentials: personalCredentials(person),
    run: {
      system: 'CommandLine',
      place: [command],
      kind: 'run',
      id: '',
      attempt: '',
      job: '',
    },
    mask: () => {},
    currentValue: (name) => terminal.environment[name],
    info: (line) => (loudness === 'everything' ? say(line) : undefined),
    warning: (line) => (loudness === 'failures' ? undefined : say(`Warning: ${line}`)),
    error: say,
    fail: say,
    report: () => {},
  };
}

/** The platform, with the environment of the terminal. */
export function platformOf({ environment }: Terminal): Platform {
  return nodePlatform(environment);
}
