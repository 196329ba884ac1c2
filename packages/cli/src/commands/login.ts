import { type AccessToken, runLogin } from '@entra-aws-creds/core/programs';
import { cacheFolder } from '../cache/cache-folder.ts';
import { forgetSessions } from '../cache/kept-sessions.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { exchangeInputs } from '../exchange/exchange-inputs.ts';
import { useSession } from '../exchange/session.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { terminalPerson } from '../sign-in/terminal-person.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Logs a person in, so that other commands need not ask for a while. */
export const login: Command = {
  examples: [
    {
      call: 'login --config people.json',
      does: 'in the browser, with tenant, application and role from a file',
    },
    {
      call: 'login --tenant-id contoso.onmicrosoft.com --client-id 0f1e… --device-code',
      does: 'where there is no browser; the role comes later',
    },
    {
      call: 'exec --entra-credential browser --config people.json -- aws s3 ls',
      does: 'after it: the same person, who is not asked again',
    },
  ],
  description:
    'Logs you in to Entra with password and second factor as your organization wants it, and keeps the login in your cache folder, so that exec, env, console and credential-process with --entra-credential browser need not ask for as long as Entra allows. With a role it also opens a session at AWS, to show that the way is open.',
  flags: [
    { name: 'device-code', means: 'show a code to type in the browser of another machine' },
    { name: 'no-cache', means: 'keep nothing: only try whether the login works' },
    ...EXCHANGE_FLAGS,
  ],
  run: async (invocation) => {
    const inputs = personalInputs(await exchangeInputs(invocation), invocation);
    const result = await logIn(invocation, inputs);
    if (result === undefined) return EXIT.failed;
    if (!invocation.flags.has('no-cache')) await forgetOthersSessions(invocation);
    return tell(result, invocation);
  },
};

interface LoggedIn {
  readonly claims: Pick<AccessToken['claims'], 'issuer' | 'audience' | 'subject'>;
  readonly session?: { readonly role: string; readonly expires: Date };
}

function personalInputs(
  inputs: CommandLineInputs,
  { flags }: Pick<Invocation, 'flags'>,
): CommandLineInputs {
  const chosen = inputs.read('entra-credential');
  if (flags.has('device-code')) {
    return inputs.with('entra-credential', 'device-code', '--device-code');
  }
  if (chosen === 'device-code' || chosen === 'browser') return inputs;
  if (chosen === '') return inputs.with('entra-credential', 'browser', 'login');
  throw new WrongUsage(
    `login is for people, and entra-credential is given by ${inputs.origin('entra-credential')}.`,
    'Leave it out, or set it to browser or device-code.',
  );
}

async function logIn(
  invocation: Invocation,
  inputs: CommandLineInputs,
): Promise<LoggedIn | undefined> {
  const { flags, terminal, cancelled } = invocation;
  const person = terminalPerson(terminal, { always: true, keepsNothing: flags.has('no-cache') });
  if (inputs.read('role-to-assume') === '') {
    const loudness = flags.has('debug') ? 'everything' : 'warnings';
    const host = terminalHost(inputs, terminal, loudness, 'login', person);
    return runLogin(host, platformOf(terminal), cancelled());
  }
  return useSession(
    invocation,
    inputs,
    'login',
    async ({ identity, sessions }): Promise<LoggedIn> => {
      const { main } = sessions;
      return {
        claims: identity,
        ...(main && {
          session: {
            role: main.credentials.assumedRoleArn ?? main.request.role.text,
            expires: main.credentials.expires,
          },
        }),
      };
    },
    person,
  );
}

/** Who asks next is not to be served what somebody else was given before. */
async function forgetOthersSessions({ terminal }: Invocation): Promise<void> {
  const caches = cacheFolder(terminal.environment, process.platform);
  if (caches === undefined) return;
  await forgetSessions(caches).catch((error: NodeJS.ErrnoException) => {
    terminal.say(
      `Warning: sessions of before could not be removed from ${caches} (${error.code}).`,
    );
  });
}

function tell({ claims, session }: LoggedIn, { flags, terminal }: Invocation): ExitStatus {
  const { issuer, audience, subject } = claims;
  if (flags.has('json')) {
    const role = session && { role: session.role, expires: session.expires.toISOString() };
    terminal.print(`${JSON.stringify({ issuer, audience, subject, ...role }, undefined, 2)}\n`);
    return EXIT.done;
  }
  terminal.print(`AWS sees: issuer ${issuer}, audience ${audience}, subject ${subject}\n`);
  if (session !== undefined) {
    terminal.print(`AWS admits you: ${session.role}, until ${session.expires.toISOString()}\n`);
  }
  return EXIT.done;
}
