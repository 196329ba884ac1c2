import { cacheFolder } from '../cache/cache-folder.ts';
import { forgetSessions } from '../cache/kept-sessions.ts';
import { type Command, EXIT } from '../command.ts';
import { platformOf } from '../exchange/terminal-host.ts';
import { FileLoginStore } from '../sign-in/file-login-store.ts';

/** Forgets what is kept on this machine. */
export const logout: Command = {
  examples: [{ call: 'logout', does: 'every login and every session that is kept here' }],
  description:
    'Removes all logins and sessions from your cache folder. AWS goes on honouring sessions that it has opened until their end, and the browser stays logged in to Entra.',
  flags: [],
  run: async ({ flags, terminal }) => {
    const caches = cacheFolder(terminal.environment, process.platform);
    try {
      const store = caches && new FileLoginStore(caches, platformOf(terminal));
      const logins = store ? await store.forgetAll() : 0;
      if (caches !== undefined) await forgetSessions(caches);
      terminal.print(flags.has('json') ? `${JSON.stringify({ logins })}\n` : forgotten(logins));
      return EXIT.done;
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      terminal.say(`logout: ${caches} could not be emptied (${code}); remove it by hand.`);
      return EXIT.failed;
    }
  },
};

function forgotten(logins: number): string {
  if (logins === 0) return 'There was no login to forget.\n';
  return `Forgot ${logins === 1 ? 'one login' : `${logins} logins`}.\n`;
}
