import { inTurn } from '@entra-aws-creds/core/programs';
import type { SessionCache } from '../cache/session-cache.ts';
import type { Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type HandedSession, handedSession } from './handed-session.ts';
import { openSession } from './session.ts';
import { platformOf } from './terminal-host.ts';

/** Several commands use it, so it is called after none of them. @returns undefined when it failed, which was said */
export async function newSession(
  invocation: Invocation,
  inputs: CommandLineInputs,
  quiet: 'failures' | 'warnings',
): Promise<HandedSession | undefined> {
  const result = await openSession(invocation, inputs, 'kept', quiet);
  return result === undefined ? undefined : handedSession(result);
}

/** Of processes that ask the same at the same time, one opens the session and the others take it. */
export async function sessionInTurn(
  cache: SessionCache,
  kept: () => HandedSession | undefined,
  open: () => Promise<HandedSession | undefined>,
  terminal: Terminal,
): Promise<HandedSession | undefined> {
  const platform = platformOf(terminal);
  await cache.prepare();
  const work = async () => {
    const session = await open();
    if (session !== undefined) await cache.write(session, platform, new Date());
    return session;
  };
  return inTurn({ lock: cache.lock, work, resultOfOther: async () => kept() }, platform);
}
