import { type CheckedExchange, privateProfile, writeFolder } from '@entra-aws-creds/core/programs';
import type { ExitStatus, Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { runChild } from './child-command.ts';
import { holderFile, newPrivateFolder, removeAbandoned } from './private-folder.ts';
import { platformOf, terminalHost } from './terminal-host.ts';

/**
 * Runs the command with a profile of its own that renews itself, and leaves no file.
 *
 * @throws StepFailure `EAC_PROFILE_FILES`
 */
export async function runWithProfile(
  result: CheckedExchange,
  inputs: CommandLineInputs,
  { operands, terminal }: Invocation,
): Promise<ExitStatus> {
  const platform = platformOf(terminal);
  await removeAbandoned(platform);
  const folder = newPrivateFolder(platform);
  const program = { ...terminal.program, words: ['credential-process', '--plan'] };
  const raw = terminalHost(inputs, terminal, 'failures', 'exec');
  const profile = await privateProfile(result, raw, folder, program, platform);
  // A signal in between must not end this process before the folder is removed.
  const stop = terminal.onSignal(() => {});
  try {
    await writeFolder(folder, [holderFile(folder), ...profile.files], platform);
    return await runChild(operands, profile.variables, terminal);
  } finally {
    await platform.removeFolder(folder).catch(() => {
      terminal.say(`exec: ${JSON.stringify(folder)} could not be removed; a private key is in it.`);
    });
    stop();
  }
}
