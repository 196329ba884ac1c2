import { runSandbox, WrongUsage as SandboxUsage } from '@entra-aws-creds/sandbox/command';
import { type Command, EXIT } from '../command.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** A local Entra and AWS: to look at, to write a pipeline against, to see how it fails. */
export const sandbox: Command = {
  examples: [
    { call: 'sandbox demo', does: 'the whole exchange, to look at' },
    { call: 'sandbox serve', does: 'keep a local Entra and AWS running for another terminal' },
    {
      call: 'sandbox serve empty',
      does: 'the same with nothing in it, and an administrator on both sides, for setup',
    },
    { call: 'sandbox faults', does: 'the bad days that serve can play' },
  ],
  description:
    'Runs a local Entra and AWS over TLS on loopback, which verify what the real ones verify. Nothing leaves the machine.',
  flags: [],
  operands: 'demo | serve [empty] [SERVICE=FAULT …] | faults',
  run: async ({ operands }) => {
    try {
      await runSandbox(operands);
      return process.exitCode === undefined ? EXIT.done : EXIT.failed;
    } catch (error) {
      if (error instanceof SandboxUsage) throw new WrongUsage(error.message);
      throw error;
    }
  },
};
