import { nodePlatform, type Person } from '@entra-aws-creds/core/programs';
import { cacheFolder } from '../cache/cache-folder.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { FileLoginStore, NO_LOGINS } from './file-login-store.ts';
import { plainLine } from './plain-line.ts';

interface TerminalPersonOptions {
  /** Asked whatever is kept: `login`. Else only where there is a terminal. */
  readonly always?: boolean;
  /** Asked without a terminal too: whoever started this chose a way that needs none. */
  readonly anywhere?: boolean;
  /** `--no-cache`. */
  readonly keepsNothing?: boolean;
}

/** Who sits at this terminal. */
export function terminalPerson(
  terminal: Terminal,
  { always = false, anywhere = false, keepsNothing = false }: TerminalPersonOptions = {},
): Person {
  const caches = cacheFolder(terminal.environment, process.platform);
  const tell = (line: string) => terminal.say(plainLine(line));
  return {
    asked: always ? 'always' : terminal.canAsk || anywhere ? 'when-needed' : 'never',
    logins:
      keepsNothing || caches === undefined
        ? NO_LOGINS
        : new FileLoginStore(caches, nodePlatform(terminal.environment)),
    visitBrowser: async () => {
      const { beginVisit } = await import('./browser-visit.ts');
      return beginVisit(terminal);
    },
    showCode: ({ userCode, verificationUri }) =>
      tell(`To log in, open ${verificationUri} on any machine and enter the code ${userCode}`),
    tell,
  };
}
