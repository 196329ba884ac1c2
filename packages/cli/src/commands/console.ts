import type { CheckedExchange, OnlinePlatform, Secret } from '@entra-aws-creds/core/programs';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { consoleHosts, parseSigninEndpoint } from '../console/console-hosts.ts';
import { destinationOf } from '../console/destination.ts';
import { type Handover, openSecretly } from '../console/one-time-address.ts';
import { type ConsoleRequest, signInAddress } from '../console/sign-in-address.ts';
import { inputsWithRole } from '../exchange/persons-role.ts';
import { useSession } from '../exchange/session.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Opens the console as the role. */
export const console: Command = {
  examples: [
    {
      call: 'console --entra-credential browser --config people.json',
      does: 'the home of the console, as the person who logged in',
    },
    {
      call: 'console --config people.json --destination s3',
      does: 'a service, in the region that is given',
    },
    {
      call: 'console --config people.json --print',
      does: 'the address alone, for another browser profile',
    },
  ],
  description:
    'Opens the AWS console in the browser as the session of the role. The address that signs a browser in is as secret as the credentials: whoever has it within a quarter of an hour is signed in too. It is printed only with --print, and is no argument of any process.',
  flags: [
    { name: 'print', means: 'print the address instead of opening it; it is a secret' },
    {
      name: 'destination',
      value: 'PAGE',
      means: 'a service such as s3, or an address within the console; its home if not given',
    },
    {
      name: 'session-duration-seconds',
      value: 'SECONDS',
      means: 'how long the console stays signed in, 900 to 43200; AWS chooses if not given',
    },
    { name: 'signin-endpoint', value: 'URL', means: 'another sign-in of the console' },
    { name: 'no-cache', means: 'neither use nor keep a login' },
    ...EXCHANGE_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal, cancelled } = invocation;
    const inputs = await inputsWithRole(invocation);
    const request = requestIn(flags, inputs);
    const address = await useSession(invocation, inputs, 'console', (result, online) =>
      addressFor(result, request, online),
    );
    if (address === undefined) return EXIT.failed;
    if (flags.has('print') || flags.has('json')) return print(address, invocation);
    return tell(await openSecretly(address, terminal.environment, cancelled()), invocation);
  },
};

const SHORTEST_SECONDS = 900;
const LONGEST_SECONDS = 43_200;

/** @throws WrongUsage before anybody is asked to log in */
function requestIn(flags: FlagValues, inputs: CommandLineInputs): ConsoleRequest {
  const partition = /^arn:([a-z-]+):/.exec(inputs.read('role-to-assume'))?.[1] ?? 'aws';
  const hosts = consoleHosts(partition);
  const given = flags.value('signin-endpoint');
  if (given === undefined && hosts === undefined) {
    throw new WrongUsage(
      `The console's sign-in of ${partition} is not known.`,
      'Give --signin-endpoint.',
    );
  }
  return {
    endpoint:
      given === undefined ? new URL(`https://${hosts?.signin}`) : parseSigninEndpoint(given),
    destination: destinationOf(
      flags.value('destination') ?? '',
      hosts?.console,
      inputs.read('aws-region'),
    ),
    durationSeconds: durationIn(flags.value('session-duration-seconds')),
  };
}

function durationIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds;
  throw new WrongUsage('--session-duration-seconds takes a whole number from 900 to 43200.');
}

function addressFor(
  { sessions }: CheckedExchange,
  request: ConsoleRequest,
  online: OnlinePlatform,
): Promise<Secret> {
  const { main } = sessions;
  if (main === undefined) throw new Error('the command line always asks for one role');
  return signInAddress(main.credentials, request, online);
}

function print(address: Secret, { flags, terminal }: Invocation): ExitStatus {
  const text = address.reveal();
  terminal.print(flags.has('json') ? `${JSON.stringify({ address: text })}\n` : `${text}\n`);
  terminal.say('This address is a secret: for a quarter of an hour it signs in whoever opens it.');
  return EXIT.done;
}

const OUTCOMES: Readonly<Record<Handover, readonly [ExitStatus, string]>> = {
  opened: [EXIT.done, 'The console is open in the browser.'],
  'no-browser': [
    EXIT.failed,
    'console: no browser could be started; name one in BROWSER, or use --print.',
  ],
  'nobody-came': [
    EXIT.failed,
    'console: the browser did not open the address within a minute; try --print.',
  ],
  cancelled: [EXIT.failed, 'console: cancelled before the browser came.'],
};

function tell(handover: Handover, { terminal }: Invocation): ExitStatus {
  const [status, line] = OUTCOMES[handover];
  terminal.say(line);
  return status;
}
