import { type ListedBinding, listBindings } from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT } from '../command.ts';
import { withSides } from '../set-up/both-sides.ts';
import { plainLine } from '../sign-in/plain-line.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Every binding of the tenant and the account. */
export const list: Command = {
  examples: [
    { call: 'list --config aws.json', does: 'every binding of the tenant and the account' },
    {
      call: 'list --config aws.json --only entra',
      does: 'of the tenant, for roles of any account',
    },
    { call: 'list --config aws.json --json', does: 'the same for programs' },
  ],
  description:
    'Lists every binding that either side speaks of: the applications of the tenant that this product made or adopted list their roles, and the roles of the account have its trust statements. Roles of other accounts are told as the application lists them.',
  flags: [
    { name: 'only', value: 'SIDE', means: 'entra or aws: ask this side alone' },
    ...ADMINISTRATOR_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const only = flags.value('only');
    if (only !== undefined && only !== 'entra' && only !== 'aws') {
      throw new WrongUsage('--only takes entra or aws.');
    }
    const entra = only === 'aws' ? undefined : 'read';
    const sides = { entra, aws: only !== 'entra', role: undefined } as const;
    const bindings = await withSides(invocation, sides, ({ world }) => listBindings(world));
    if (bindings === undefined) return EXIT.failed;
    if (flags.has('json')) terminal.print(`${JSON.stringify({ bindings }, undefined, 2)}\n`);
    else for (const binding of bindings) terminal.print(`${lineOf(binding)}\n`);
    if (bindings.length === 0) terminal.say('There are no bindings.');
    return EXIT.done;
  },
};

function lineOf(binding: ListedBinding): string {
  const { role, clientId, displayName } = binding;
  const name = displayName === undefined ? '' : ` ${JSON.stringify(displayName)}`;
  const state = stateOf(binding);
  return plainLine(`${role}  ${clientId}${name}${state === '' ? '' : `  (${state})`}`);
}

function stateOf({ inEntra, inAws }: ListedBinding): string {
  if (inEntra === false) return 'no application lists it';
  if (inAws === false) return 'the role does not trust it';
  return inAws === undefined ? 'its account was not asked' : '';
}
