import {
  type CheckedExchange,
  runExchange,
  type UseExchange,
} from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { terminalPerson } from '../sign-in/terminal-person.ts';
import { type Loudness, platformOf, terminalHost } from './terminal-host.ts';

/**
 * One login and one session. What failed was said on standard error, redacted.
 *
 * @param command names the call in CloudTrail
 * @param quiet how much is said besides, unless `--debug` asks for everything
 * @returns undefined when it failed
 */
export async function openSession(
  invocation: Invocation,
  inputs: CommandLineInputs,
  command: string,
  quiet: Quiet = 'warnings',
): Promise<CheckedExchange | undefined> {
  return useSession(invocation, inputs, command, async (result) => result, undefined, quiet);
}

type Quiet = Exclude<Loudness, 'everything'>;

/** The same for what is done with the session while there still is a network. */
export async function useSession<T>(
  { flags, terminal, cancelled }: Invocation,
  inputs: CommandLineInputs,
  command: string,
  use: UseExchange<T>,
  person = terminalPerson(terminal, { keepsNothing: flags.has('no-cache') }),
  quiet: Quiet = 'warnings',
): Promise<T | undefined> {
  const loudness: Loudness = flags.has('debug') ? 'everything' : quiet;
  const host = terminalHost(inputs, terminal, loudness, command, person);
  return runExchange(host, platformOf(terminal), cancelled(), use);
}
