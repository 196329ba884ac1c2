import { type Command, EXIT } from '../command.ts';
import { exchangeInputs, openSession } from '../exchange/session.ts';
import { namedVariables } from '../exchange/session-variables.ts';
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
    'Prints the credentials of the role as assignments for a shell, as dotenv or as JSON. What it prints is secret.',
  flags: [
    {
      name: 'format',
      value: 'FORMAT',
      means: `${Object.keys(FORMATS).join(', ')}; sh if not given`,
    },
    ...EXCHANGE_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const format = flags.has('json') ? 'json' : (flags.value('format') ?? 'sh');
    if (!Object.hasOwn(FORMATS, format)) {
      throw new WrongUsage(`--format takes one of ${Object.keys(FORMATS).join(', ')}.`);
    }
    const inputs = await exchangeInputs(invocation);
    const result = await openSession(invocation, inputs, 'env');
    if (result === undefined) return EXIT.failed;
    terminal.print(FORMATS[format as Format](namedVariables(result)));
    return EXIT.done;
  },
};
