import { cacheFolder } from '../cache/cache-folder.ts';
import { questionDigest } from '../cache/question.ts';
import { lastsLongEnough } from '../cache/session-age.ts';
import { SessionCache } from '../cache/session-cache.ts';
import type { Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import type { Flag } from '../flags/flag.ts';
import type { HandedSession } from './handed-session.ts';

export const NO_CACHE: Flag = {
  name: 'no-cache',
  means: 'neither take the session from the cache nor keep it there',
};

/**
 * The session that was opened last for the same question while it is good for a while, else a new one;
 * calls at the same time open one. Of core, nothing but names is loaded where the cache answers.
 *
 * @returns undefined when it failed, which was said
 */
export async function keptSession(
  invocation: Invocation,
  inputs: CommandLineInputs,
  quiet: 'failures' | 'warnings',
): Promise<HandedSession | undefined> {
  const { flags, terminal } = invocation;
  const folder = cacheFolder(terminal.environment, process.platform);
  const cache =
    flags.has('no-cache') || folder === undefined
      ? undefined
      : new SessionCache(folder, questionDigest(inputs, terminal.environment));
  const good = () => {
    const session = cache?.read();
    return session !== undefined && lastsLongEnough(session, new Date()) ? session : undefined;
  };
  const kept = good();
  if (kept !== undefined) {
    if (flags.has('debug')) terminal.say('Taken from the cache');
    return kept;
  }
  const { newSession, sessionInTurn } = await import('./new-session.ts');
  const open = () => newSession(invocation, inputs, quiet);
  return cache === undefined ? open() : sessionInTurn(cache, good, open, terminal);
}
