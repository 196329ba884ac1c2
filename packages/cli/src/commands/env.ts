import { type Command, EXIT } from '../command.ts';
import { keptSession, NO_CACHE } from '../exchange/kept-session.ts';
import { inputsWithRole } from '../exchange/persons-role.ts';
import { sessionVariables } from '../exchange/session-variables.ts';
import { FORMATS, type Format } from '../exchange/variable-format.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Prints the credentials for whoever reads them next. */
export const env: Command = {
  examples: [
    { call: 'env --config pipeline.json --format sh', does: 'for eval "$(…)" in bash or zsh' },
    {
      call: 'env --config pipeline.json --format dotenv > .env.aws',
      does: 'for tools that read dotenv',
    },
  ],
  description:
    'Prints the credentials of the role as assignments for a shell, as dotenv or as JSON. What it prints is secret. A session that was opened for the same question is printed again until its last quarter of an hour.',
  flags: [
    {
      name: 'format',
      value: 'FORMAT',
      means: `${Object.keys(FORMATS).join(', ')}; sh if not given`,
    },
    NO_CACHE,
    ...EXCHANGE_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const format = flags.has('json') ? 'json' : (flags.value('format') ?? 'sh');
    if (!Object.hasOwn(FORMATS, format)) {
      throw new WrongUsage(`--format takes one of ${Object.keys(FORMATS).join(', ')}.`);
    }
    const inputs = await inputsWithRole(invocation);
    const session = await keptSession(invocation, inputs, 'warnings');
    if (session === undefined) return EXIT.failed;
    terminal.print(FORMATS[format as Format](sessionVariables(session)));
    return EXIT.done;
  },
};
