import { withoutRivals } from '@entra-aws-creds/core/programs';
import { type Command, EXIT } from '../command.ts';
import { runChild } from '../exchange/child-command.ts';
import { handedSession } from '../exchange/handed-session.ts';
import { inputsWithRole } from '../exchange/persons-role.ts';
import { runWithProfile } from '../exchange/refreshed-command.ts';
import { openSession } from '../exchange/session.ts';
import { sessionVariables } from '../exchange/session-variables.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Runs a command as the role. */
export const exec: Command = {
  examples: [
    {
      call: 'exec --config pipeline.json -- terraform apply',
      does: 'with tenant, application, certificate and role from a file',
    },
    {
      call: 'exec --config pipeline.json --refresh -- ./nightly-copy.sh',
      does: 'a command that may outlive the session',
    },
    {
      call: 'exec --tenant-id contoso.onmicrosoft.com --client-id 0f1e… --certificate-path pipeline.pem --region eu-west-1 --role arn:aws:iam::123456789012:role/deploy -- aws s3 ls',
      does: 'everything as flags',
    },
  ],
  description:
    'Runs COMMAND with AWS credentials in its environment, and nothing else of ours. Variables that would give AWS tools other credentials are left out of it. Signals and the exit status pass through. With --refresh, COMMAND gets a private profile instead, whose credentials renew themselves for as long as it runs; the files of the profile, with the private key, are removed at its end.',
  flags: [
    { name: 'refresh', means: 'a profile that renews itself instead of credentials that end' },
    ...EXCHANGE_FLAGS,
  ],
  operands: '-- COMMAND [ARGUMENT …]',
  run: async (invocation) => {
    const { operands, flags, terminal } = invocation;
    if (operands.length === 0)
      throw new WrongUsage('exec needs a command: exec [flags] -- COMMAND.');
    const inputs = await inputsWithRole(invocation);
    const result = await openSession(invocation, inputs, 'exec');
    if (result === undefined) return EXIT.failed;
    if (flags.has('refresh')) return runWithProfile(result, inputs, invocation);
    const variables = { ...withoutRivals(), ...sessionVariables(handedSession(result)) };
    return runChild(operands, variables, terminal);
  },
};
