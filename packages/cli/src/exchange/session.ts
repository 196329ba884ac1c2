import {
  type CheckedExchange,
  runExchange,
  type UseExchange,
} from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import {
  type CommandLineInputs,
  inputsAmong,
  readCommandLineInputs,
} from '../flags/command-line-inputs.ts';
import { readDefaultsFile } from '../flags/defaults-file.ts';
import { EXCHANGE_INPUTS } from '../flags/input-flags.ts';
import { terminalPerson } from '../sign-in/terminal-person.ts';
import { type Loudness, platformOf, terminalHost } from './terminal-host.ts';

/** The inputs of an exchange, as this call gives them. */
export async function exchangeInputs({
  flags,
  terminal,
}: Pick<Invocation, 'flags' | 'terminal'>): Promise<CommandLineInputs> {
  const path = flags.value('config');
  const defaults = path === undefined ? undefined : await readDefaultsFile(path);
  return readCommandLineInputs(inputsAmong(EXCHANGE_INPUTS), flags, defaults, terminal);
}

/**
 * One login and one session. What failed was said on standard error, redacted.
 *
 * @param command names the call in CloudTrail
 * @returns undefined when it failed
 */
export async function openSession(
  invocation: Invocation,
  inputs: CommandLineInputs,
  command: string,
): Promise<CheckedExchange | undefined> {
  return useSession(invocation, inputs, command, async (result) => result);
}

/** The same for what is done with the session while there still is a network. */
export async function useSession<T>(
  { flags, terminal, cancelled }: Invocation,
  inputs: CommandLineInputs,
  command: string,
  use: UseExchange<T>,
  person = terminalPerson(terminal, { keepsNothing: flags.has('no-cache') }),
): Promise<T | undefined> {
  const loudness: Loudness = flags.has('debug') ? 'everything' : 'warnings';
  const host = terminalHost(inputs, terminal, loudness, command, person);
  return runExchange(host, platformOf(terminal), cancelled, use);
}
