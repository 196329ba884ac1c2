import { type Command, type CommandEntry, EXIT } from '../command.ts';
import { type CompletionWords, SHELLS } from '../completion/shells.ts';
import { COMMON_FLAGS } from '../flags/flag.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Completion scripts, made from the commands themselves. */
export const completion: Command = {
  examples: [
    { call: 'completion bash >> ~/.bashrc', does: 'bash' },
    { call: 'completion zsh > ~/.zfunc/_entra-aws-creds', does: 'zsh' },
    { call: 'completion fish > ~/.config/fish/completions/entra-aws-creds.fish', does: 'fish' },
    { call: 'completion powershell >> $PROFILE', does: 'PowerShell' },
  ],
  description: 'Prints a script that completes commands and flags in your shell.',
  flags: [],
  operands: Object.keys(SHELLS).join(' | '),
  run: async ({ operands: [shell = '', ...more], terminal, commands }) => {
    const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (script === undefined || more.length > 0) {
      throw new WrongUsage(`completion takes one of ${Object.keys(SHELLS).join(', ')}.`);
    }
    terminal.print(script(await Promise.all(commands.map(wordsOf))));
    return EXIT.done;
  },
};

async function wordsOf(entry: CommandEntry): Promise<CompletionWords> {
  const command = await entry.load();
  const flags = [...command.flags, ...COMMON_FLAGS].map(({ name, means }) => ({ name, means }));
  return { command: entry.name, summary: entry.summary, flags };
}
