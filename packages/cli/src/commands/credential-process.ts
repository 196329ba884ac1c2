import { argumentText, SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { keptSession, NO_CACHE } from '../exchange/kept-session.ts';
import { inputsWithRole } from '../exchange/persons-role.ts';
import { COMMON_FLAGS, type Flag } from '../flags/flag.ts';
import { parseFlags } from '../flags/flag-values.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { WrongUsage } from '../wrong-usage.ts';

const FLAGS: readonly Flag[] = [
  NO_CACHE,
  { name: 'plan', value: 'FILE', means: 'renew what exec --refresh wrote; for its own use' },
  ...EXCHANGE_FLAGS,
];

/** What AWS tools run for a profile. */
export const credentialProcess: Command = {
  examples: [
    { call: 'credential-process --config pipeline.json', does: 'what an AWS profile runs' },
    {
      call: 'configure --profile deploy --config pipeline.json',
      does: 'write such a profile, quoted as all AWS SDKs read it',
    },
  ],
  description:
    'Prints the JSON that AWS tools take from the credential_process of a profile. A session that was opened for the same question is printed again until its last quarter of an hour (its last quarter, if it is shorter than an hour), and calls at the same time open one session.',
  flags: FLAGS,
  operands: '[ARGUMENTS]',
  run: async (invocation) => {
    const { flags, operands, terminal } = unpacked(invocation);
    if (operands.length > 0) throw new WrongUsage('credential-process takes flags only.');
    const plan = flags.value('plan');
    if (plan !== undefined) return renew(plan, invocation);
    const asked = { ...invocation, flags, operands };
    const inputs = await inputsWithRole(asked);
    // Standard error is for the failure alone, which AWS tools show.
    const session = await keptSession(asked, inputs, 'failures');
    if (session === undefined) return EXIT.failed;
    terminal.print(`${JSON.stringify(session.credentials)}\n`);
    return EXIT.done;
  },
};

/** Flags that `configure` has packed into one word, because a splitter would have spoiled them. */
function unpacked(invocation: Invocation): Invocation {
  const [word, ...more] = invocation.operands;
  if (word === undefined || more.length > 0 || argumentText(word) === word) return invocation;
  const args = packedArguments(argumentText(word));
  if (args === undefined) throw new WrongUsage('The packed arguments cannot be read.');
  return { ...invocation, ...parseFlags(args, [...FLAGS, ...COMMON_FLAGS], SECRET_INPUT_NAMES) };
}

function packedArguments(text: string): readonly string[] | undefined {
  try {
    const args: unknown = JSON.parse(text);
    const isList = Array.isArray(args) && args.every((one) => typeof one === 'string');
    return isList ? args : undefined;
  } catch {
    return undefined;
  }
}

async function renew(plan: string, { terminal }: Invocation): Promise<ExitStatus> {
  const { nodePlatform, renewCredentials } = await import('../exchange/renewal.ts');
  const renewal = await renewCredentials(plan, nodePlatform(terminal.environment));
  if ('failure' in renewal) {
    terminal.say(renewal.failure);
    return EXIT.failed;
  }
  terminal.print(`${renewal.output}\n`);
  return EXIT.done;
}
