import type { Invocation } from '../command.ts';
import {
  type CommandLineInputs,
  inputsAmong,
  readCommandLineInputs,
} from '../flags/command-line-inputs.ts';
import { readDefaultsFile } from '../flags/defaults-file.ts';
import { EXCHANGE_INPUTS } from '../flags/input-flags.ts';

/** The inputs of an exchange, as this call gives them. @throws WrongUsage */
export async function exchangeInputs({
  flags,
  terminal,
}: Pick<Invocation, 'flags' | 'terminal'>): Promise<CommandLineInputs> {
  const path = flags.value('config');
  const defaults = path === undefined ? undefined : readDefaultsFile(path);
  return readCommandLineInputs(inputsAmong(EXCHANGE_INPUTS), flags, defaults, terminal);
}
