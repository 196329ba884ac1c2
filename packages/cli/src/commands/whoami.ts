import { whoAmI } from '@entra-aws-creds/core/programs';
import { type Command, EXIT } from '../command.ts';
import { platformOf } from '../exchange/terminal-host.ts';
import { inputsAmong, readCommandLineInputs } from '../flags/command-line-inputs.ts';
import { readDefaultsFile } from '../flags/defaults-file.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import type { SourcedCredentials } from '../whoami/found-credentials.ts';

/** What the question to STS depends on; nothing is logged in to. */
const INPUTS = inputsAmong([
  'aws-region',
  'sts-endpoint',
  'use-fips-endpoint',
  'use-dualstack-endpoint',
  'http-proxy',
  'no-proxy',
  'retry-max-attempts',
  'action-timeout-s',
]);
const NAMES: readonly string[] = INPUTS;

/** Whose credentials AWS tools find here. */
export const whoami: Command = {
  examples: [
    { call: 'whoami', does: 'whose credentials AWS tools find here' },
    { call: 'whoami --profile deploy', does: 'whose a profile gives' },
    { call: 'exec --config pipeline.json -- entra-aws-creds whoami', does: 'whose a command gets' },
  ],
  description:
    'Looks for credentials where AWS tools look (variables, profiles, the container, the machine), asks STS whose they are, and says where they were found and until when they last.',
  flags: [
    { name: 'profile', value: 'NAME', means: 'the profile to look at; else what is in force' },
    ...EXCHANGE_FLAGS.filter(({ name }) => NAMES.includes(name)),
  ],
  run: async ({ flags, terminal, cancelled }) => {
    const path = flags.value('config');
    const defaults = path === undefined ? undefined : readDefaultsFile(path);
    const inputs = await readCommandLineInputs(INPUTS, flags, defaults, terminal);
    const named = terminal.environment['AWS_PROFILE'];
    let found: SourcedCredentials | undefined;
    const { findCredentials } = await import('../whoami/found-credentials.ts');
    const find = async () => {
      found = await findCredentials(flags.value('profile'), named);
      return found;
    };
    const answer = await whoAmI(inputs, find, platformOf(terminal), cancelled());
    if ('failure' in answer) {
      if (found !== undefined) terminal.say(`The credentials are from ${found.source}.`);
      terminal.say(answer.failure);
      return EXIT.failed;
    }
    const { account, arn, userId } = answer.identity;
    const { source = '', expires } = found ?? {};
    if (flags.has('json')) {
      const result = { arn, account, userId, source, expires: expires ?? null };
      terminal.print(`${JSON.stringify(result, undefined, 2)}\n`);
    } else {
      terminal.print(`${arn}\naccount ${account}\nfrom ${source}\n${until(expires)}\n`);
    }
    return EXIT.done;
  },
};

function until(expires: string | undefined): string {
  return expires === undefined ? 'the source does not say until when' : `until ${expires}`;
}
