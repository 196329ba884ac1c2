import { resolve } from 'node:path';
import { SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import type { GivenInput } from '../flags/given-input.ts';
import { isCommandLineInput, isListInput, isSwitchInput, namesFile } from '../flags/input-flags.ts';
import { WrongUsage } from '../wrong-usage.ts';

const SECRETS: ReadonlySet<string> = new Set(SECRET_INPUT_NAMES);

/**
 * The flags that ask the same from anywhere and at any time: paths are absolute, and what variables said is
 * said by flags. Secrets stay where they are: in their file or variable.
 *
 * @throws WrongUsage for what cannot be asked again
 */
export function sameCall({ given }: CommandLineInputs, flags: FlagValues): readonly string[] {
  const config = flags.value('config');
  return [
    ...(config === undefined ? [] : ['--config', resolve(config)]),
    ...(flags.has('no-cache') ? ['--no-cache'] : []),
    ...[...given].flatMap(([name, input]) => flagsOf(name, input)),
  ];
}

function flagsOf(name: string, { text, source }: GivenInput): readonly string[] {
  if (source.kind === 'defaults file') return [];
  if (source.kind === 'standard input') {
    throw new WrongUsage(
      `What is given with --${name}-stdin is not there when AWS tools ask.`,
      `Use --${name}-file PATH or --${name}-variable NAME.`,
    );
  }
  if (SECRETS.has(name)) {
    if (source.kind === 'variable') return [`--${name}-variable`, source.name];
    const value = source.value ?? '';
    return [`--${source.flag}`, namesFile(source.flag) ? resolve(value) : value];
  }
  if (isCommandLineInput(name) && isSwitchInput(name)) return text === 'true' ? [`--${name}`] : [];
  if (isListInput(name)) return text.split('\n').flatMap((line) => [`--${name}`, line]);
  return [`--${name}`, namesFile(name) ? resolve(text) : text];
}
