import { type CheckedInputs, checkInputs } from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { platformOf, terminalHost } from './terminal-host.ts';

/** The inputs, read and checked but not used yet. @returns undefined when something is wrong, which was said */
export function checkedInputs(
  { flags, terminal, cancelled }: Invocation,
  inputs: CommandLineInputs,
): Promise<CheckedInputs | undefined> {
  const loudness = flags.has('debug') ? 'everything' : 'warnings';
  const host = terminalHost(inputs, terminal, loudness, 'configure');
  return checkInputs(host, platformOf(terminal), cancelled());
}
