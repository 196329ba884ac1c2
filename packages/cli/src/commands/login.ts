import { type AccessToken, runLogin } from '@entra-aws-creds/core/programs';
import { cacheFolder } from '../cache/cache-folder.ts';
import { forgetSessions } from '../cache/kept-sessions.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { exchangeInputs } from '../exchange/exchange-inputs.ts';
import { useSession } from '../exchange/session.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { ChosenRole } from '../sign-in/chosen-role.ts';
import { askForRole } from '../sign-in/role-menu.ts';
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
      does: 'where there is no browser; where the token names roles, one is chosen from a list',
    },
    {
      call: 'exec --entra-credential browser --config people.json -- aws s3 ls',
      does: 'after it: the same person, who is not asked again',
    },
  ],
  description:
    'Logs you in to Entra with password and second factor as your organization wants it, and keeps the login in your cache folder, so that exec, env, console and credential-process with --entra-credential browser need not ask for as long as Entra allows. Where the claims of your token name roles, it shows them and, on a terminal, has you choose one, which those commands use unless --role names another. With a role it also opens a session at AWS, to show that the way is open.',
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
    const role = await chooseRole(result, inputs, invocation);
    return tell(result, role, invocation);
  },
};

interface LoggedIn {
  readonly claims: Pick<AccessToken['claims'], 'issuer' | 'audience' | 'subject' | 'aws'>;
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

/** The role that other commands use from now on; undefined: none is given, none chosen. */
async function chooseRole(
  { claims }: LoggedIn,
  inputs: CommandLineInputs,
  { flags, terminal }: Invocation,
): Promise<string | undefined> {
  const given = inputs.read('role-to-assume');
  const roles = given === '' ? (claims.aws.roles ?? []) : [given];
  const mayAsk = roles.length > 1 && terminal.canAsk && !flags.has('json');
  const role = mayAsk
    ? await askForRole(roles, terminal)
    : roles.length === 1
      ? roles[0]
      : undefined;
  if (flags.has('no-cache')) return role;
  const choice = new ChosenRole(inputs, terminal.environment);
  const kept = role === undefined ? choice.forget() : choice.write(role, platformOf(terminal));
  await kept.catch((error: NodeJS.ErrnoException) => {
    terminal.say(`Warning: the choice of the role could not be kept (${error.code}).`);
  });
  return role;
}

function tell(
  { claims, session }: LoggedIn,
  chosen: string | undefined,
  { flags, terminal }: Invocation,
): ExitStatus {
  const { issuer, audience, subject, aws } = claims;
  if (flags.has('json')) {
    const role = session && { role: session.role, expires: session.expires.toISOString() };
    const roles = { roles: aws.roles, chosenRole: chosen };
    const whole = { issuer, audience, subject, ...roles, ...role };
    terminal.print(`${JSON.stringify(whole, undefined, 2)}\n`);
    return EXIT.done;
  }
  terminal.print(`AWS sees: issuer ${issuer}, audience ${audience}, subject ${subject}\n`);
  if (aws.roles !== undefined) {
    const lines = aws.roles.map((role) => `  ${role}${role === chosen ? ' (chosen)' : ''}\n`);
    terminal.print(`Your token is good for these roles and no others:\n${lines.join('')}`);
  }
  if (session !== undefined) {
    terminal.print(`AWS admits you: ${session.role}, until ${session.expires.toISOString()}\n`);
  }
  return EXIT.done;
}
