import type { BrowserVisit, SignInOutcome } from '@entra-aws-creds/core/programs';
import type { Terminal } from '../terminal/terminal.ts';
import { openBrowser } from './browser-opener.ts';
import { outcomePage } from './pages.ts';
import { RedirectListener } from './redirect-listener.ts';

/** @throws Error when no port of loopback can be listened on */
export async function beginVisit(terminal: Terminal): Promise<BrowserVisit> {
  const listener = await RedirectListener.start();
  return {
    redirectUri: listener.origin,
    open: async (address, signal) => {
      terminal.say(`Opening the browser to log in. If none opens, open this address: ${address}`);
      // The person has the address in the terminal too.
      await openBrowser(address, terminal.environment).catch(() => {});
      return listener.redirect(signal);
    },
    end: (outcome: SignInOutcome) => listener.end(outcomePage(outcome)),
  };
}
