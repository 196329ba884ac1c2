import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { CheckedExchange } from '@entra-aws-creds/core/programs';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { exchangeInputs, openSession } from '../exchange/session.ts';
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
      call: 'exec --tenant-id contoso.onmicrosoft.com --client-id 0f1e… --certificate-path pipeline.pem --region eu-west-1 --role arn:aws:iam::123456789012:role/deploy -- aws s3 ls',
      does: 'everything as flags',
    },
  ],
  description:
    'Runs COMMAND with AWS credentials in its environment, and nothing else of ours. Variables that would give AWS tools other credentials are left out of it. Signals and the exit status pass through.',
  flags: EXCHANGE_FLAGS,
  operands: '-- COMMAND [ARGUMENT …]',
  run: async (invocation) => {
    const [program, ...args] = invocation.operands;
    if (program === undefined)
      throw new WrongUsage('exec needs a command: exec [flags] -- COMMAND.');
    const inputs = await exchangeInputs(invocation);
    const result = await openSession(invocation, inputs, 'exec');
    return result === undefined ? EXIT.failed : runWith(result, program, args, invocation);
  },
};

/** What shells say for a command that is not there, or that cannot be run. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
/** What shells add to the number of the signal that ended a command. */
const ENDED_BY_SIGNAL = 128;

function runWith(
  result: CheckedExchange,
  program: string,
  args: readonly string[],
  { terminal, cancelled }: Invocation,
): Promise<ExitStatus> {
  const env = { ...terminal.environment, ...sessionVariables(result) };
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: 'inherit' });
    // The terminal sends its signals to the whole group; those sent to this process alone are passed on.
    cancelled.addEventListener('abort', () => child.kill(cancelled.reason as NodeJS.Signals));
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      terminal.say(
        `exec: ${JSON.stringify(program)} ${missing ? 'was not found' : `could not be started (${error.code})`}.`,
      );
      resolve(missing ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.on('exit', (code, signal) => {
      resolve(code ?? ENDED_BY_SIGNAL + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
