import { type CheckedExchange, runExchange } from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import {
  type CommandLineInputs,
  inputsAmong,
  readCommandLineInputs,
} from '../flags/command-line-inputs.ts';
import { readDefaultsFile } from '../flags/defaults-file.ts';
import { EXCHANGE_INPUTS } from '../flags/input-flags.ts';
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
  const { flags, terminal, cancelled } = invocation;
  const loudness: Loudness = flags.has('debug') ? 'everything' : 'warnings';
  const host = terminalHost(inputs, terminal, loudness, command);
  return runExchange(host, platformOf(terminal), cancelled, async (result) => result);
}
