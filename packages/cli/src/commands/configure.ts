import {
  parseProfileName,
  processArgument,
  processCommand,
  StepFailure,
} from '@entra-aws-creds/core/programs';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { checkedInputs } from '../exchange/checked-inputs.ts';
import { exchangeInputs } from '../exchange/exchange-inputs.ts';
import { NO_CACHE } from '../exchange/kept-session.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import {
  type ConfigFile,
  readConfigFile,
  readCredentialsFile,
  writeConfigFile,
} from '../profile/config-file.ts';
import { refuseFleeting } from '../profile/lasting-program.ts';
import { findProfile, withoutProfile, withProfile } from '../profile/own-profile.ts';
import { sameCall } from '../profile/same-call.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Writes a profile that AWS tools get their credentials by. */
export const configure: Command = {
  examples: [
    {
      call: 'configure --profile deploy --config pipeline.json',
      does: 'then: aws --profile deploy s3 ls',
    },
    { call: 'configure --profile deploy --remove', does: 'take it away again' },
  ],
  description:
    'Writes a profile into the AWS config file (AWS_CONFIG_FILE, else ~/.aws/config) whose credential_process is this very call, and leaves everything else in the file as it is. No secret is written: a certificate or password stays in its file or variable. A profile that this command did not write is replaced only with --replace.',
  flags: [
    { name: 'profile', value: 'NAME', means: 'the profile to write' },
    { name: 'remove', means: 'remove the profile instead' },
    { name: 'replace', means: 'replace a profile that this command did not write' },
    NO_CACHE,
    ...EXCHANGE_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const profile = profileName(flags.value('profile'));
    const file = await readConfigFile(terminal.environment);
    refuseForeign(file, profile, flags.has('replace'));
    return flags.has('remove')
      ? remove(file, profile, terminal, flags.has('json'))
      : write(file, profile, invocation);
  },
};

function profileName(text: string | undefined): string {
  if (text === undefined) throw new WrongUsage('configure needs --profile NAME.');
  try {
    return parseProfileName(text);
  } catch {
    throw new WrongUsage(
      '--profile takes up to 64 letters, digits and _.@+-, beginning with a letter or digit.',
    );
  }
}

function refuseForeign({ path, text }: ConfigFile, profile: string, replace: boolean): void {
  const found = findProfile(text, profile);
  const shown = `The profile ${profile} of ${JSON.stringify(path)}`;
  if (found === 'twice') {
    throw new StepFailure(
      'EAC_PROFILE_FILES',
      `${shown} is there twice, and AWS tools disagree on which one counts.`,
      'Remove one of them.',
    );
  }
  if (found !== 'foreign' || replace) return;
  throw new StepFailure(
    'EAC_PROFILE_FILES',
    `${shown} was not written by this command; it is as it was.`,
    'Take another name, or say --replace.',
  );
}

async function write(
  file: ConfigFile,
  profile: string,
  invocation: Invocation,
): Promise<ExitStatus> {
  const { terminal, flags } = invocation;
  refuseFleeting(terminal.program.script);
  await refuseKeys(profile, terminal);
  const inputs = await exchangeInputs(invocation);
  const args = sameCall(inputs, flags);
  const checked = await checkedInputs(invocation, inputs);
  if (checked === undefined) return EXIT.failed;
  const command = commandOf(terminal.program, args);
  const settings = [
    ['region', checked.region.name],
    ['credential_process', command],
  ] as const;
  await writeConfigFile({ ...file, text: withProfile(file.text, { name: profile, settings }) });
  tell(terminal, flags.has('json'), { profile, file: file.path, credentialProcess: command });
  return EXIT.done;
}

/** Keys in the other file would go before the command. */
async function refuseKeys(profile: string, terminal: Terminal): Promise<void> {
  const { path, text } = await readCredentialsFile(terminal.environment);
  const header = RegExp(`^\\s*\\[\\s*${profile.replace(/[.+]/g, '\\$&')}\\s*\\]`, 'm');
  if (!header.test(text)) return;
  throw new StepFailure(
    'EAC_PROFILE_FILES',
    `${JSON.stringify(path)} holds credentials of the profile ${profile}, which AWS tools take before a command.`,
    'Take another name, or remove them there.',
  );
}

/** Where a word is not plain, all of them are packed into one: readers disagree on quotes. */
function commandOf(program: Terminal['program'], args: readonly string[]): string {
  const isPlain = args.every((word) => processArgument(word) === word);
  const words = ['credential-process', ...(isPlain ? args.slice(0, -1) : [])];
  return processCommand(
    { ...program, words },
    isPlain ? (args.at(-1) ?? '') : JSON.stringify(args),
  );
}

async function remove(
  file: ConfigFile,
  profile: string,
  terminal: Terminal,
  json: boolean,
): Promise<ExitStatus> {
  if (findProfile(file.text, profile) !== 'none') {
    await writeConfigFile({ ...file, text: withoutProfile(file.text, profile) });
  }
  tell(terminal, json, { profile, file: file.path, credentialProcess: undefined });
  return EXIT.done;
}

interface Done {
  readonly profile: string;
  readonly file: string;
  readonly credentialProcess: string | undefined;
}

function tell(terminal: Terminal, json: boolean, done: Done): void {
  if (json) {
    const { credentialProcess = null } = done;
    terminal.print(`${JSON.stringify({ ...done, credentialProcess }, undefined, 2)}\n`);
    return;
  }
  terminal.say(
    done.credentialProcess === undefined
      ? `${JSON.stringify(done.file)} has no profile ${done.profile} any more.`
      : `Wrote the profile ${done.profile} to ${JSON.stringify(done.file)}. Try it: aws --profile ${done.profile} sts get-caller-identity`,
  );
}
